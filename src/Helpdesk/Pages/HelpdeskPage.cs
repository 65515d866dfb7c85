using Helpdesk.SignIn;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Helpdesk.Pages;

/// <summary>A page for people who are signed in.</summary>
[Microsoft.AspNetCore.Authorization.Authorize]
public abstract class HelpdeskPage : PageModel
{
    /// <summary>Who asks.</summary>
    public Person Person => Person.From(User) ?? throw new InvalidOperationException("Nobody is signed in.");

    /// <summary>Asks AuthHub for a higher level and comes back to this page (in the spirit of RFC 9470).</summary>
    protected ChallengeResult StepUp(Level level)
    {
        var properties = new AuthenticationProperties();
        properties.Items[OidcHandler.AcrValues] = level.Word();
        return Challenge(properties, OidcOptions.Scheme);
    }

    /// <summary>Shows the page again with its field errors.</summary>
    protected PageResult Again()
    {
        Response.StatusCode = StatusCodes.Status400BadRequest;
        return Page();
    }

    /// <summary>The page number in a query; anything that is none means the first.</summary>
    protected static int PageNumber(string? value) => int.TryParse(value, out var number) ? number : 1;
}
