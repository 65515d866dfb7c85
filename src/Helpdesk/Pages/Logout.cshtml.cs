using Helpdesk.SignIn;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;

namespace Helpdesk.Pages;

/// <summary>Ends the session here, and then at AuthHub (OpenID Connect RP-Initiated Logout 1.0 section 2).</summary>
[IgnoreAntiforgeryToken]
public sealed class LogoutModel(Discovery discovery, IAntiforgery antiforgery, IOptions<HelpdeskSettings> settings) : PageModel
{
    public RedirectResult OnGet() => Redirect("/");

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        // Whose session has run out meanwhile has nothing left to protect, and is logged out already.
        if (User.Identity?.IsAuthenticated != true)
        {
            return Redirect(OidcOptions.SignedOutPath);
        }

        if (!await antiforgery.IsRequestValidAsync(HttpContext))
        {
            return BadRequest();
        }

        var idToken = await SessionCookie.EndAsync(HttpContext);
        await HttpContext.SignOutAsync();
        try
        {
            var metadata = await discovery.FreshAsync(cancellationToken);
            return Redirect(metadata.EndSessionEndpoint is { } endpoint ? UrlAt(endpoint, idToken) : OidcOptions.SignedOutPath);
        }
        catch (SignInException)
        {
            // AuthHub is away: the session here has ended all the same, and the page says what has not.
            return Redirect(OidcOptions.SignedOutPath + "?only=here");
        }
    }

    private string UrlAt(string endpoint, string? idToken)
    {
        var parameters = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["client_id"] = settings.Value.ClientId,
            ["post_logout_redirect_uri"] = $"{Request.Scheme}://{Request.Host}{Request.PathBase}{OidcOptions.SignedOutPath}",
        };
        if (idToken is not null)
        {
            parameters["id_token_hint"] = idToken;
        }

        return QueryHelpers.AddQueryString(endpoint, parameters);
    }
}
