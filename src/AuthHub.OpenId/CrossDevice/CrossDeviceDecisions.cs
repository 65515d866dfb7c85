using AuthHub.OpenId.Audit;
using AuthHub.OpenId.Authorizations;
using AuthHub.OpenId.Clients;
using AuthHub.OpenId.Consents;
using AuthHub.OpenId.Endpoints.Authorization;
using AuthHub.OpenId.Subjects;
using Microsoft.Extensions.Logging;

namespace AuthHub.OpenId.CrossDevice;

/// <summary>
/// For the pages that ask a person about a request of another device: which one it is, and what becomes of a yes or a no. The page brings the
/// antiforgery check, the throttling of guesses and the person, whom <see cref="IAuthentications"/> found good enough in the same request.
/// </summary>
public sealed partial class CrossDeviceDecisions(
    ICrossDeviceRequests requests, IAuthorizations authorizations, ClientCatalog clients, CodeIssuer codes, IConsents consents, IProtocolAudit audit, TimeProvider clock, ILogger<CrossDeviceDecisions> logger)
{
    /// <summary>The request a person means by what she typed; null when there is none that waits.</summary>
    public async Task<CrossDeviceQuestion?> FindByUserCodeAsync(string? typed, CancellationToken cancellationToken) =>
        UserCode.Read(typed) is { } code ? await AskAsync(await requests.FindByUserCodeAsync(UserCode.HashOf(code), cancellationToken), cancellationToken) : null;

    /// <summary>The request with this id; null when it waits no more.</summary>
    public async Task<CrossDeviceQuestion?> FindAsync(Guid id, CancellationToken cancellationToken) =>
        await AskAsync(await requests.FindAsync(id, cancellationToken), cancellationToken);

    /// <summary>Lets the device in for exactly what was shown. False when it is too late for an answer, or the person's proofs do not do.</summary>
    public async Task<bool> AllowAsync(CrossDeviceQuestion question, Authentication person, CancellationToken cancellationToken)
    {
        var (request, client) = question;
        if (question.WhyNot(person) is { } reason)
        {
            LogNotAllowed(client.ClientId, reason);
            return false;
        }

        var now = clock.GetUtcNow();
        if (client.ConsentRequired)
        {
            await consents.GiveAsync(
                new Consent { Subject = person.Subject, ClientId = client.ClientId, Scopes = [.. request.Scopes], RequestId = request.Id, GivenAt = now }, cancellationToken);
        }

        if (!await codes.AnswerAsync(request, person, cancellationToken))
        {
            return false;
        }

        await audit.WriteAsync(ProtocolAuditTypes.ConsentGiven, person.Subject, client.ClientId, $"{request.Kind}: {string.Join(' ', request.Scopes)}", cancellationToken);
        return true;
    }

    /// <summary>Keeps the device out. False when it is too late for an answer.</summary>
    public async Task<bool> DenyAsync(CrossDeviceQuestion question, Authentication person, CancellationToken cancellationToken)
    {
        if (!await requests.DenyAsync(question.Request.Id, clock.GetUtcNow(), cancellationToken))
        {
            return false;
        }

        await audit.WriteAsync(ProtocolAuditTypes.ConsentDenied, person.Subject, question.Client.ClientId, $"{question.Request.Kind}: {string.Join(' ', question.Request.Scopes)}", cancellationToken);
        return true;
    }

    private async Task<CrossDeviceQuestion?> AskAsync(CrossDeviceRequest? request, CancellationToken cancellationToken) =>
        request is { DeniedAt: null }
        && request.ExpiresAt > clock.GetUtcNow()
        && await clients.FindAsync(request.ClientId, cancellationToken) is { } client
        && await authorizations.FindByCodeAsync(request.Hash, cancellationToken) is null
            ? new CrossDeviceQuestion(request, client)
            : null;

    [LoggerMessage(1, LogLevel.Information, "A yes to client {ClientId} on another device was not taken: {Reason}")]
    private partial void LogNotAllowed(string clientId, string reason);
}
