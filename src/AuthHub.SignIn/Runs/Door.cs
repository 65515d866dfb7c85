using AuthHub.Flows;
using AuthHub.SignIn.Audit;
using AuthHub.SignIn.Authenticators;
using AuthHub.SignIn.Methods;
using AuthHub.SignIn.Sessions;
using Microsoft.Extensions.Options;

namespace AuthHub.SignIn.Runs;

/// <summary>
/// The one door (law L1): the only place where a session is made or stepped up. It asks the policy again about
/// the person as this request read her, and lets a run through exactly once.
/// </summary>
public sealed class Door(IRuns runs, ISessions sessions, IAuthenticators authenticators, AuthenticatorUse use, IAudit audit, TimeProvider clock, IOptions<SignInSettings> settings)
{
    /// <summary>The new cookie value of the session; null when the run may not pass, or has passed already.</summary>
    /// <param name="run">The run, opened in this request.</param>
    /// <param name="current">The browser's session now, if any.</param>
    /// <param name="userAgent">What the browser calls itself.</param>
    /// <param name="address">Network address of the request.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public async Task<BrowserSecret?> PassAsync(OpenRun run, LiveSession? current, string? userAgent, string? address, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (run is not { Row: { CompletedAt: null } row, User: { Disabled: false } user, Step: FlowStep.Complete }
            || user.SecurityVersion != run.State.Person?.SecurityVersion
            || !Policy.Satisfied(Engine.TotalDemand(run.State), run.State.Proofs, now))
        {
            return null;
        }

        var secret = BrowserSecret.New();
        var same = current?.User.Id == user.Id ? current.Session : null;
        var session = new Session
        {
            Id = same?.Id ?? Guid.CreateVersion7(now),
            SecretHash = secret.Hash,
            UserId = user.Id,
            SecurityVersion = user.SecurityVersion,
            // Of each authenticator the newest proof: all that any judgement rests on.
            Proofs = [.. (same?.Proofs ?? []).Concat(run.State.Proofs).OrderBy(proof => proof.At).GroupBy(proof => proof.Authenticator).Select(group => group.Last())],
            CreatedAt = now,
            LastSeenAt = now,
            ExpiresAt = same is not null && !IsWhole(run) ? same.ExpiresAt : now + settings.Value.SessionLifetime,
            UserAgent = userAgent is { Length: > 200 } ? userAgent[..200] : userAgent,
            Address = address,
        };

        var passed = await use.InOneAsync(
            async cancel =>
            {
                LostRaceException.ThrowUnless(await runs.CompleteAsync(row.Id, row.Revision, session.Id, now, cancel));
                if (same is null)
                {
                    await EndAsync(current, now, cancel);
                    await sessions.AddAsync(session, cancel);
                }
                else
                {
                    LostRaceException.ThrowUnless(await sessions.StepUpAsync(same.Id, secret.Hash, user.SecurityVersion, session.Proofs, now, session.ExpiresAt, cancel));
                }

                // A whole sign-in with two factors forgives all wrong answers before it (S-013); with one, only that one's.
                var used = run.State.Proofs.Select(proof => proof.Authenticator).ToArray();
                await authenticators.ClearFailuresAsync(user.Id, Policy.Reached(run.State.Proofs) >= Strength.Medium ? null : used, cancel);
                await audit.WriteAsync(
                    same is null ? AuditTypes.SignInCompleted : AuditTypes.StepUpCompleted, user.Id, user.Id, run.Request.ClientId,
                    $"{Acr.Of(Policy.Reached(session.Proofs))}, {string.Join(' ', Policy.Amr(session.Proofs))}", cancel);
            },
            cancellationToken);
        return passed ? secret : null;
    }

    /// <summary>A step-up alone does not move the absolute end of a session; proving the password anew does (NIST SP 800-63B section 5.2).</summary>
    private static bool IsWhole(OpenRun run) =>
        run.State.Proofs.Any(proof => proof.Method == Flow.Password && proof.At >= run.State.StartedAt);

    /// <summary>Another person signs in in this browser: the session of the one before ends (attack SES-09).</summary>
    private async Task EndAsync(LiveSession? other, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (other is not null && await sessions.EndAsync(other.User.Id, other.Session.Id, now, cancellationToken))
        {
            await audit.WriteAsync(AuditTypes.SessionEnded, other.User.Id, other.User.Id, null, "another person signed in", cancellationToken);
        }
    }
}
