using System.Text.Json;
using AuthHub.Flows;
using AuthHub.SignIn.Authenticators;
using AuthHub.SignIn.Sessions;
using AuthHub.SignIn.Users;
using Microsoft.Extensions.Options;

namespace AuthHub.SignIn.Runs;

/// <summary>Writes what happened in a run: the engine decides what becomes of it, a revision decides who was first.</summary>
public sealed class RunStore(IRuns runs, RunOpener opener, Persons persons, TimeProvider clock, IOptions<SignInSettings> settings)
{
    /// <summary>A choice. An unstored run carries it in its address.</summary>
    public async Task<OpenRun> ApplyAsync(OpenRun run, FlowEvent happened, CancellationToken cancellationToken)
    {
        var next = Advance(run, happened);
        if (ReferenceEquals(next, run))
        {
            return run;
        }

        if (run.Row is null)
        {
            return next with { Address = opener.Seal(next, run.State.Person is null || run.State.Proofs.Count > 0 ? null : run.Identifier) };
        }

        return await SaveAsync(next, run.Row, run.Row.SecurityVersion, cancellationToken) is null ? run : next;
    }

    /// <summary>A proof; the first one stores the run. The same run back means that another request was first.</summary>
    public async Task<OpenRun> ProvedAsync(OpenRun run, Proof proof, BrowserSecret browser, CancellationToken cancellationToken) =>
        await StoreAsync(run, Advance(run, new FlowEvent.Proved(proof)), browser, run.User!.SecurityVersion, cancellationToken);

    /// <summary>A bound authenticator; the person's new security version goes on with this run only.</summary>
    public async Task<OpenRun> EnrolledAsync(OpenRun run, Proof proof, User user, Authenticator authenticator, BrowserSecret browser, CancellationToken cancellationToken)
    {
        IReadOnlyList<Authenticator> all = [.. run.Authenticators, authenticator];
        var next = Advance(run, new FlowEvent.Enrolled(proof, persons.Of(user, all))) with { User = user, Authenticators = all };
        return await StoreAsync(run, next, browser, user.SecurityVersion, cancellationToken);
    }

    /// <summary>She stays who she is in her session: the run is over, without a new proof. False when it is stored already.</summary>
    public Task<bool> StayAsync(OpenRun run, Session session, BrowserSecret browser, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var row = Row(run, browser, session.SecurityVersion, now);
        (row.CompletedAt, row.SessionId) = (now, session.Id);
        return runs.AddAsync(row, cancellationToken);
    }

    private async Task<OpenRun> StoreAsync(OpenRun run, OpenRun next, BrowserSecret browser, int securityVersion, CancellationToken cancellationToken)
    {
        if (next.State.Proofs.Count == run.State.Proofs.Count)
        {
            return run;
        }

        if (run.Row is { } row)
        {
            return await SaveAsync(next, row, securityVersion, cancellationToken) is { } saved ? next with { Row = saved } : run;
        }

        var now = clock.GetUtcNow();
        var first = Row(next, browser, securityVersion, now);
        return await runs.AddAsync(first, cancellationToken) ? next with { Row = first, Address = next.Id.ToString("N") } : run;
    }

    private Run Row(OpenRun run, BrowserSecret browser, int securityVersion, DateTimeOffset now) => new()
    {
        Id = run.Id,
        RequestId = run.Request.Id,
        BrowserHash = browser.Hash,
        UserId = run.User!.Id,
        SecurityVersion = securityVersion,
        State = Memory(run),
        CreatedAt = now,
        ExpiresAt = Expiry(run.Request, now),
    };

    /// <summary>The row as it is stored after this; null when it was not the one read any more.</summary>
    private async Task<Run?> SaveAsync(OpenRun next, Run row, int securityVersion, CancellationToken cancellationToken)
    {
        var saved = new Run
        {
            Id = row.Id,
            RequestId = row.RequestId,
            BrowserHash = row.BrowserHash,
            UserId = row.UserId,
            SecurityVersion = securityVersion,
            State = Memory(next),
            Revision = row.Revision + 1,
            CreatedAt = row.CreatedAt,
            ExpiresAt = Expiry(next.Request, clock.GetUtcNow()),
        };
        return await runs.SaveAsync(row.Id, row.Revision, saved.State, securityVersion, saved.ExpiresAt, cancellationToken) ? saved : null;
    }

    private OpenRun Advance(OpenRun run, FlowEvent happened)
    {
        var now = clock.GetUtcNow();
        var state = Engine.Advance(Flow.Standard, run.State, happened, now);
        return ReferenceEquals(state, run.State) ? run : run with { State = state, Step = Engine.Describe(Flow.Standard, state, now) };
    }

    private DateTimeOffset Expiry(RunRequest request, DateTimeOffset now)
    {
        var idle = now + settings.Value.RunIdle;
        var whole = request.StartedAt + settings.Value.RunLifetime;
        return idle < whole ? idle : whole;
    }

    private static string Memory(OpenRun run) => JsonSerializer.Serialize(
        new RunMemory(run.Request, run.Identifier ?? "", run.State.Proofs, run.State.Chosen, run.State.WantsChoice), RunJson.Default.RunMemory);
}
