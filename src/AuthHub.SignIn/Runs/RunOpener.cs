using System.Security.Cryptography;
using System.Text.Json;
using AuthHub.Flows;
using AuthHub.SignIn.Audit;
using AuthHub.SignIn.Authenticators;
using AuthHub.SignIn.Sessions;
using AuthHub.SignIn.Users;
using Microsoft.Extensions.Options;

namespace AuthHub.SignIn.Runs;

/// <summary>Begins runs and opens them from their address, for the browser that has the right to them and nobody else.</summary>
public sealed class RunOpener(RunTickets tickets, IRuns runs, RunPeople people, IAudit audit, TimeProvider clock, IOptions<SignInSettings> settings)
{
    /// <summary>Begins a run; nothing is stored. Returns its part of the address.</summary>
    public string Begin(RunRequest request) =>
        tickets.Seal(new RunTicket(new Guid(RandomNumberGenerator.GetBytes(16)), request, SeenAt: clock.GetUtcNow()));

    /// <summary>Seals an unstored run with what changed.</summary>
    public string Seal(OpenRun run, string? identifier) =>
        tickets.Seal(new RunTicket(run.Id, run.Request, identifier, run.State.Chosen, run.State.WantsChoice, clock.GetUtcNow()));

    /// <summary>The run at this address; null for an address that is nobody's, broken, or another browser's.</summary>
    /// <param name="address">The part of the address that names the run.</param>
    /// <param name="browser">The browser's own secret, if it has one.</param>
    /// <param name="live">The browser's session, if it has one.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public async Task<OpenRun?> OpenAsync(string address, BrowserSecret? browser, LiveSession? live, CancellationToken cancellationToken)
    {
        var ticket = Guid.TryParseExact(address, "N", out var id) ? null : tickets.Open(address);
        if (ticket is null && id == Guid.Empty)
        {
            return null;
        }

        if (await runs.FindAsync(ticket?.RunId ?? id, cancellationToken) is { } row)
        {
            if (browser is null || !CryptographicOperations.FixedTimeEquals(row.BrowserHash, browser.Hash))
            {
                await audit.WriteAsync(AuditTypes.RunMismatch, null, row.UserId, null, "another browser", cancellationToken);
                return null;
            }

            return await OpenStoredAsync(row, cancellationToken);
        }

        return ticket is null ? null : await OpenTicketAsync(address, ticket, live, cancellationToken);
    }

    private async Task<OpenRun> OpenStoredAsync(Run row, CancellationToken cancellationToken)
    {
        var memory = JsonSerializer.Deserialize(row.State, RunJson.Default.RunMemory) ?? throw new InvalidOperationException("A run without memory.");
        var (user, authenticators, person) = await people.ByIdAsync(row.UserId, cancellationToken);
        var now = clock.GetUtcNow();
        var state = new FlowState
        {
            Demand = memory.Request.Demand,
            StartedAt = memory.Request.StartedAt,
            ExpiresAt = row.ExpiresAt,
            Person = new Person { Id = row.UserId, SecurityVersion = row.SecurityVersion },
            Proofs = memory.Proofs,
            Chosen = memory.Chosen,
            WantsChoice = memory.WantsChoice,
        };
        state = Engine.Advance(Flow.Standard, state, new FlowEvent.Refreshed(person), now);
        return new OpenRun
        {
            Id = row.Id,
            Address = row.Id.ToString("N"),
            Request = memory.Request,
            ProductName = settings.Value.ProductName,
            Identifier = memory.Identifier,
            State = state,
            Step = Engine.Describe(Flow.Standard, state, now),
            User = user,
            Authenticators = authenticators,
            Row = row,
        };
    }

    private async Task<OpenRun> OpenTicketAsync(string address, RunTicket ticket, LiveSession? live, CancellationToken cancellationToken)
    {
        var request = ticket.Request;
        var now = clock.GetUtcNow();
        var fromSession = ticket.Identifier is null && live is not null && request.SessionId == live.Session.Id;
        var (user, authenticators, person) = fromSession ? await people.ByIdAsync(live!.User.Id, cancellationToken)
            : ticket.Identifier is { } typed ? await people.ByIdentifierAsync(typed, cancellationToken)
            : (null, [], null);

        var idle = (ticket.SeenAt ?? request.StartedAt) + settings.Value.RunIdle;
        var whole = request.StartedAt + settings.Value.RunLifetime;
        var state = new FlowState
        {
            Demand = request.Demand,
            StartedAt = request.StartedAt,
            ExpiresAt = idle < whole ? idle : whole,
            Chosen = ticket.Chosen,
            WantsChoice = ticket.WantsChoice,
        };
        state = person is null ? state : Engine.Advance(Flow.Standard, state, new FlowEvent.Identified(person), now);

        // The session's proofs are hers: they come after the person.
        state = fromSession ? state with { Proofs = [.. live!.Session.Proofs] } : state;
        return new OpenRun
        {
            Id = ticket.RunId,
            Address = address,
            Request = request,
            ProductName = settings.Value.ProductName,
            Identifier = ticket.Identifier ?? (fromSession ? user?.Username : null),
            State = state,
            Step = Engine.Describe(Flow.Standard, state, now),
            User = user,
            Authenticators = authenticators,
        };
    }
}
