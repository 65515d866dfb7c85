using AuthHub.OpenId.Audit;
using AuthHub.OpenId.Clients;
using AuthHub.OpenId.Details;
using AuthHub.OpenId.Endpoints.Authorization;
using AuthHub.OpenId.Errors;
using AuthHub.OpenId.Requests;
using AuthHub.OpenId.Subjects;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace AuthHub.OpenId.Consents;

/// <summary>For the consent page: what is asked, and what becomes of a yes or a no. The page brings the antiforgery check and the signed-in person.</summary>
public sealed class ConsentRequests(PendingRequests pending, AuthorizationRules rules, IConsents consents, IProtocolAudit audit, TimeProvider clock, IOptions<OpenIdSettings> settings)
{
    /// <summary>The address of the consent page for a waiting request; the page is the host's.</summary>
    public static string PageAddress(string handle) => $"{OpenIdRoutes.ConsentPage}?request={handle}";

    /// <summary>What to show; null when the handle is broken or the client has changed its mind about the request meanwhile.</summary>
    public async Task<ConsentQuestion?> DescribeAsync(string? handle, CancellationToken cancellationToken)
    {
        if (pending.Open(handle) is not { } waiting || await ReadAsync(waiting, cancellationToken) is not { } request)
        {
            return null;
        }

        return new ConsentQuestion(
            waiting.RequestId, request.Client.ClientId, request.Client.Name, request.Client.Metadata.SelfRegistered, request.Client.ClientUri, request.Client.LogoUri, request.Client.Metadata.PolicyUri, request.Client.Metadata.TosUri,
            RedirectUris.HostOf(request.RedirectUri), RedirectUris.OriginOf(request.RedirectUri), request.ScopesToConsent, [.. request.Resources.Select(resource => resource.Indicator)],
            [.. request.Details.Items.Select(item => DetailWords.Of(item, settings.Value.AuthorizationDetails))], waiting.Expired);
    }

    /// <summary>Stores the yes to exactly what was shown, for this request. Returns the local address to go on at; null when the handle is no good any more.</summary>
    public async Task<string?> GiveAsync(string? handle, Authentication person, CancellationToken cancellationToken)
    {
        if (pending.Open(handle) is not { Expired: false } waiting || await ReadAsync(waiting, cancellationToken) is not { } request)
        {
            return null;
        }

        await consents.GiveAsync(
            new Consent
            {
                Subject = person.Subject,
                ClientId = request.Client.ClientId,
                Scopes = [.. request.ScopesToConsent],
                Resources = request.Resources.Count > 0 ? [.. request.Resources.Select(resource => resource.Indicator)] : null,
                RequestId = waiting.RequestId,
                GivenAt = clock.GetUtcNow(),
            },
            cancellationToken);
        await audit.WriteAsync(ProtocolAuditTypes.ConsentGiven, person.Subject, request.Client.ClientId, string.Join(' ', request.ScopesToConsent), cancellationToken);
        return PendingRequests.ResumeAddress(handle!);
    }

    /// <summary>Tells the client <c>access_denied</c> in the way it asked for; null when the handle is no good any more.</summary>
    public async Task<IResult?> DenyAsync(string? handle, Authentication person, CancellationToken cancellationToken)
    {
        if (pending.Open(handle) is not { } waiting || await ReadAsync(waiting, cancellationToken) is not { } request)
        {
            return null;
        }

        await audit.WriteAsync(ProtocolAuditTypes.ConsentDenied, person.Subject, request.Client.ClientId, string.Join(' ', request.ScopesToConsent), cancellationToken);
        return request.Target.Refuse(ProtocolError.AccessDenied);
    }

    private async Task<AuthorizationRequest?> ReadAsync(PendingRequest waiting, CancellationToken cancellationToken)
    {
        var request = new AuthorizationRequest(waiting, new HashSet<string>());
        try
        {
            await rules.CheckAsync(request, cancellationToken);
            return request;
        }
        catch (ProtocolException)
        {
            return null;
        }
    }
}
