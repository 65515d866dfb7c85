using System.Security.Claims;

namespace AuthHub.Web.Browser;

/// <summary>On pages behind a session, says who sent the request; antiforgery tokens are bound to that session with it.</summary>
internal static class SessionUser
{
    private static readonly string[] Behind = ["/account", "/admin", "/consent", "/device", "/sign-out"];

    public static void UseSessionUser(this IApplicationBuilder app) => app.Use(async (http, next) =>
    {
        if (Behind.Any(path => http.Request.Path.StartsWithSegments(path, StringComparison.OrdinalIgnoreCase))
            && await http.RequestServices.GetRequiredService<CurrentSession>().FindAsync(http.RequestAborted) is { } live)
        {
            http.User = new ClaimsPrincipal(new ClaimsIdentity(
                [new Claim(ClaimTypes.NameIdentifier, $"{live.User.Id:N}:{live.Session.Id:N}"), new Claim(ClaimTypes.Name, live.User.DisplayName)],
                "session"));
        }

        await next(http);
    });
}
