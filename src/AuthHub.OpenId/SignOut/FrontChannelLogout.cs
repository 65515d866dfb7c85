using AuthHub.OpenId.Clients;
using AuthHub.OpenId.Endpoints.Authorization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Options;

namespace AuthHub.OpenId.SignOut;

/// <summary>For the signed-out page: tells the session's apps through the browser (OpenID Front-Channel Logout section 2).</summary>
public sealed class FrontChannelLogout(IDataProtectionProvider protection, ILogoutDeliveries deliveries, ClientCatalog clients, TimeProvider clock, IOptions<OpenIdSettings> settings)
{
    private readonly SealedHandles<SignedOut> _handles = new(protection.CreateProtector("AuthHub.OpenId.SignedOut"), TimeSpan.FromMinutes(10), clock);

    /// <summary>What the page does; null when the handle is broken or old: then it only says that she is signed out.</summary>
    public async Task<SignedOutNotice?> DescribeAsync(string? handle, CancellationToken cancellationToken)
    {
        if (_handles.Open(handle) is not { } signedOut)
        {
            return null;
        }

        var client = signedOut.ClientId is null ? null : await clients.FindAsync(signedOut.ClientId, cancellationToken);
        return new SignedOutNotice(await FramesAsync(signedOut.SessionId, cancellationToken), signedOut.ReturnTo, client?.Name);
    }

    /// <summary>The page's address where an app wants to be told; null where none does.</summary>
    internal async Task<string?> PageAddressAsync(Guid session, SignOutRequest? request, CancellationToken cancellationToken) =>
        await FramesAsync(session, cancellationToken) is { Count: > 0 }
            ? $"{OpenIdRoutes.SignedOutPage}?request={_handles.Seal(new SignedOut(session, request?.ClientId, request?.ReturnTo))}"
            : null;

    private async Task<List<string>> FramesAsync(Guid session, CancellationToken cancellationToken)
    {
        List<string> frames = [];
        foreach (var app in await deliveries.AppsOfAsync(session, cancellationToken))
        {
            if (await clients.FindAsync(app.ClientId, cancellationToken) is { Metadata.FrontchannelLogoutUri: { } uri } client && app.HasIdTokenOf(client))
            {
                frames.Add(AuthorizationTarget.AddToQuery(uri, [new("iss", settings.Value.Issuer), new("sid", session.ToString())]));
            }
        }

        return [.. frames.Distinct(StringComparer.Ordinal)];
    }

    private sealed record SignedOut(Guid SessionId, string? ClientId, string? ReturnTo);
}
