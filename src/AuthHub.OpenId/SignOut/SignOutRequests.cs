using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using AuthHub.OpenId.Audit;
using AuthHub.OpenId.Clients;
using AuthHub.OpenId.Subjects;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;

namespace AuthHub.OpenId.SignOut;

/// <summary>For the sign-out page: a request to sign out that needs the person's yes first (RP-Initiated Logout section 2; ASVS 10.6.2).</summary>
public sealed class SignOutRequests(IDataProtectionProvider protection, ClientCatalog clients, ISessionEnds sessions, IProtocolAudit audit, TimeProvider clock)
{
    private const int LongestHandle = 8_000;

    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(60);

    private readonly IDataProtector _protector = protection.CreateProtector("AuthHub.OpenId.SignOutRequest");

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
        if (await sessions.CurrentAsync(context, cancellationToken) is { } current)
        {
            await sessions.EndAsync(context, current.SessionId, cancellationToken);
            await audit.WriteAsync(ProtocolAuditTypes.SignedOut, current.Subject, request?.ClientId, null, cancellationToken);
        }

        return request?.ReturnTo;
    }

    /// <summary>The address of the page that asks.</summary>
    internal string PageAddress(string? clientId, string? returnTo)
    {
        var plain = JsonSerializer.SerializeToUtf8Bytes(new SealedSignOut(clientId, returnTo, clock.GetUtcNow().ToUnixTimeSeconds()));
        return $"{OpenIdRoutes.SignOutPage}?request={Base64Url.EncodeToString(_protector.Protect(plain))}";
    }

    private SealedSignOut? Open(string? handle)
    {
        if (string.IsNullOrEmpty(handle) || handle.Length > LongestHandle)
        {
            return null;
        }

        try
        {
            var request = JsonSerializer.Deserialize<SealedSignOut>(_protector.Unprotect(Base64Url.DecodeFromChars(handle)));
            return request is not null && clock.GetUtcNow() - DateTimeOffset.FromUnixTimeSeconds(request.At) <= Lifetime ? request : null;
        }
        catch (Exception broken) when (broken is CryptographicException or FormatException or JsonException)
        {
            return null;
        }
    }

    private sealed record SealedSignOut(string? ClientId, string? ReturnTo, long At);
}
