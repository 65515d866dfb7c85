using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace AuthHub.OpenId.SessionManagement;

/// <summary>
/// The cookie by which the frame of <see cref="Endpoints.CheckSessionEndpoint"/> sees whether the browser's session is still the same
/// (OpenID Session Management section 3.2). Script reads it, so it is no secret: a hash of the session's id, good for nothing else.
/// </summary>
public static class BrowserState
{
    /// <summary>The cookie's name at this issuer.</summary>
    public static string CookieName(string issuer) => IsHttps(issuer) ? "__Host-authhub-state" : "authhub-state";

    /// <summary>The browser's session began, changed or ended: apps that look will ask again.</summary>
    public static void Forget(HttpContext context, string issuer)
    {
        if (context.Request.Cookies.ContainsKey(CookieName(issuer)))
        {
            context.Response.Cookies.Append(CookieName(issuer), "", Options(issuer, TimeSpan.Zero));
        }
    }

    /// <summary>Has the browser show that it has this session; returns what it shows.</summary>
    internal static string Show(HttpContext context, string issuer, Guid session)
    {
        var state = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes($"browser state {session:N}")));
        if (context.Request.Cookies[CookieName(issuer)] != state)
        {
            context.Response.Cookies.Append(CookieName(issuer), state, Options(issuer, null));
        }

        return state;
    }

    /// <summary>Frames in pages of other sites get only cookies that say so, and these need https.</summary>
    private static CookieOptions Options(string issuer, TimeSpan? maxAge) => new()
    {
        HttpOnly = false,
        Secure = IsHttps(issuer),
        SameSite = IsHttps(issuer) ? SameSiteMode.None : SameSiteMode.Lax,
        Path = "/",
        MaxAge = maxAge,
        IsEssential = true,
    };

    private static bool IsHttps(string issuer) => issuer.StartsWith("https://", StringComparison.Ordinal);
}
