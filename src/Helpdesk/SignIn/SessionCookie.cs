using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace Helpdesk.SignIn;

/// <summary>The helpdesk's own session: one encrypted cookie, eight hours from sign-in and not a minute longer.</summary>
internal static class SessionCookie
{
    public static readonly TimeSpan Life = TimeSpan.FromHours(8);

    private const string SessionItem = "session";
    private const string IdTokenItem = "id_token";
    private const string OutsideItem = "sid";

    /// <summary>A longer ID token is not kept, so that the cookie stays under 4 KB; AuthHub then asks the person before it logs out.</summary>
    private const int LongestIdToken = 2200;

    public static void Configure(CookieAuthenticationOptions options)
    {
        options.Cookie.Name = "helpdesk-session";
        options.Cookie.HttpOnly = true;
        options.Cookie.SameSite = SameSiteMode.Lax;
        options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        options.ExpireTimeSpan = Life;
        options.SlidingExpiration = false;
        options.Events.OnValidatePrincipal = RefuseEndedAsync;
        options.Events.OnRedirectToAccessDenied = context =>
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return Task.CompletedTask;
        };
    }

    /// <summary>What a new session remembers besides the person.</summary>
    public static AuthenticationProperties Begin(string? returnUrl, string sessionId, string idToken, string? outsideId)
    {
        var properties = new AuthenticationProperties { RedirectUri = ReturnUrl.OrHome(returnUrl) };
        properties.Items[SessionItem] = sessionId;
        if (outsideId is { Length: <= 128 })
        {
            properties.Items[OutsideItem] = outsideId;
        }

        if (idToken.Length <= LongestIdToken)
        {
            properties.Items[IdTokenItem] = idToken;
        }

        return properties;
    }

    /// <summary>Ends this browser's session for good, whoever holds a copy of its cookie.</summary>
    /// <returns>The ID token of the session, a hint for AuthHub.</returns>
    public static async Task<string?> EndAsync(HttpContext context)
    {
        var session = await context.AuthenticateAsync(CookieAuthenticationDefaults.AuthenticationScheme);
        if (session.Properties?.Items.TryGetValue(SessionItem, out var id) == true && id is not null)
        {
            context.RequestServices.GetRequiredService<EndedSessions>().Add(id);
        }

        return session.Properties?.Items.TryGetValue(IdTokenItem, out var idToken) == true ? idToken : null;
    }

    /// <summary>The name under which everything that hangs on one session of AuthHub's is ended.</summary>
    public static string NameOf(string outsideId) => "sid " + outsideId;

    private static Task RefuseEndedAsync(CookieValidatePrincipalContext context)
    {
        var ended = context.HttpContext.RequestServices.GetRequiredService<EndedSessions>();
        var isOutsideEnded = context.Properties.Items.TryGetValue(OutsideItem, out var outside) && outside is not null && ended.Contains(NameOf(outside));
        if (isOutsideEnded || !context.Properties.Items.TryGetValue(SessionItem, out var id) || id is null || ended.Contains(id))
        {
            context.RejectPrincipal();
        }

        return Task.CompletedTask;
    }
}
