using AuthHub.OpenId.Audit;
using AuthHub.OpenId.Clients;
using AuthHub.OpenId.Subjects;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;

namespace AuthHub.OpenId.SignOut;

/// <summary>Requests to sign out: those that need the person's yes first (RP-Initiated Logout section 2; ASVS 10.6.2), and the end of a browser's session itself.</summary>
public sealed class SignOutRequests(IDataProtectionProvider protection, ClientCatalog clients, ISessionEnds sessions, FrontChannelLogout apps, IProtocolAudit audit, TimeProvider clock)
{
    private readonly SealedHandles<SignOutRequest> _handles = new(protection.CreateProtector("AuthHub.OpenId.SignOutRequest"), TimeSpan.FromMinutes(60), clock);

    /// <summary>What to show; null when the handle is broken or old. The page may still offer to sign out, without a way back.</summary>
    public async Task<SignOutQuestion?> DescribeAsync(string? handle, CancellationToken cancellationToken)
    {
        if (Open(handle) is not { } request)
        {
            return null;
        }

        var client = request.ClientId is null ? null : await clients.FindAsync(request.ClientId, cancellationToken);
        return new SignOutQuestion(client?.Name, request.ReturnTo is null ? null : RedirectUris.OriginOf(request.ReturnTo));
    }

    /// <summary>Ends this browser's session after the person's yes (the page checks antiforgery). Returns where to send her; null for the host's own page.</summary>
    public async Task<string?> FinishAsync(HttpContext context, string? handle, CancellationToken cancellationToken)
    {
        var request = Open(handle);
        return await sessions.CurrentAsync(context, cancellationToken) is { } current
            ? await EndAsync(context, current, request, cancellationToken)
            : request?.ReturnTo;
    }

    /// <summary>Ends it and says where to go on; null for the host's own page.</summary>
    internal async Task<string?> EndAsync(HttpContext context, Authentication current, SignOutRequest? request, CancellationToken cancellationToken)
    {
        await sessions.EndAsync(context, current.SessionId, cancellationToken);
        await audit.WriteAsync(ProtocolAuditTypes.SignedOut, current.Subject, request?.ClientId, null, cancellationToken);
        return await apps.PageAddressAsync(current.SessionId, request, cancellationToken) ?? request?.ReturnTo;
    }

    /// <summary>The address of the page that asks.</summary>
    internal string PageAddress(SignOutRequest request) => $"{OpenIdRoutes.SignOutPage}?request={_handles.Seal(request)}";

    /// <summary>Where a request that was posted goes on.</summary>
    internal string ResumeAddress(SignOutRequest request) => $"{OpenIdRoutes.EndSession}?resume={_handles.Seal(request)}";

    internal SignOutRequest? Open(string? handle) => _handles.Open(handle);
}
