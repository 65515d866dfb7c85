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
    ICrossDeviceRequests requests, IAuthorizations authorizations, ClientCatalog clients, CodeIssuer codes, IConsents consents, BackchannelDelivery delivery, IProtocolAudit audit, TimeProvider clock, ILogger<CrossDeviceDecisions> logger)
{
    /// <summary>The request a person means by what she typed; null when there is none that waits.</summary>
    public async Task<CrossDeviceQuestion?> FindByUserCodeAsync(string? typed, CancellationToken cancellationToken) =>
        UserCode.Read(typed) is { } code ? await AskAsync(await requests.FindByUserCodeAsync(UserCode.HashOf(code), cancellationToken), cancellationToken) : null;

    /// <summary>What apps want to know of this person now, oldest first.</summary>
    public async Task<IReadOnlyList<CrossDeviceQuestion>> OfAsync(string subject, CancellationToken cancellationToken)
    {
        var questions = new List<CrossDeviceQuestion>();
        foreach (var request in await requests.OfAsync(subject, clock.GetUtcNow(), cancellationToken))
        {
            if (await AskAsync(request, cancellationToken) is { } question)
            {
                questions.Add(question);
            }
        }

        return questions;
    }

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
            LogNotAllowed(client.ClientId, "answered before");
            return false;
        }

        await TellClientAsync(request, now, cancellationToken);
        await audit.WriteAsync(ProtocolAuditTypes.ConsentGiven, person.Subject, client.ClientId, $"{request.Kind}: {string.Join(' ', request.Scopes)}", cancellationToken);
        return true;
    }

    /// <summary>Keeps the device out. False when it is too late for an answer.</summary>
    public async Task<bool> DenyAsync(CrossDeviceQuestion question, Authentication person, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if ((question.Request.Subject is not null && question.Request.Subject != person.Subject) || !await requests.DenyAsync(question.Request.Id, now, cancellationToken))
        {
            return false;
        }

        await TellClientAsync(question.Request, now, cancellationToken);
        await audit.WriteAsync(ProtocolAuditTypes.ConsentDenied, person.Subject, question.Client.ClientId, $"{question.Request.Kind}: {string.Join(' ', question.Request.Scopes)}", cancellationToken);
        return true;
    }

    private async Task TellClientAsync(CrossDeviceRequest request, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (request.SealedNotification is not null)
        {
            await requests.NotifyAsync(request.Id, now, cancellationToken);
            delivery.Deliver();
        }
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
