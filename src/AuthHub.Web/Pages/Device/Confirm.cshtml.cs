using System.Net;
using AuthHub.OpenId.CrossDevice;
using AuthHub.OpenId.Subjects;
using AuthHub.SignIn.Throttling;
using AuthHub.SignIn.Users;
using AuthHub.Web.Browser;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace AuthHub.Web.Pages.Device;

/// <summary>
/// Asks whether a device may act for the person. She signs in for its app first, with all that app demands, and the same is asked of her
/// again with her answer (attack XDV-04).
/// </summary>
public sealed class ConfirmModel(DeviceCodes codes, CrossDeviceDecisions decisions, IAuthentications authentications, CurrentSession session) : PageModel
{
    private Authentication? person;

    /// <summary>What is asked; null when it is too late for an answer.</summary>
    public CrossDeviceQuestion? Question { get; private set; }

    /// <summary>The code as the device shows it.</summary>
    public string Code { get; private set; } = "";

    public User? Me { get; private set; }

    public string Here => Request.Path + Request.QueryString;

    /// <summary>
    /// Whether the device is seen to be in another network than this browser, as it is when somebody far away asks (attack XDV-01). An IPv4 and an
    /// IPv6 address tell nothing: one home has both.
    /// </summary>
    public bool IsFromElsewhere =>
        HttpContext.Connection.RemoteIpAddress is { } here
        && IPAddress.TryParse(Question?.Request.Address, out var there)
        && there.AddressFamily == here.AddressFamily
        && NetworkKey.Of(there.ToString()) != NetworkKey.Of(here.ToString());

    public override async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        var cancel = HttpContext.RequestAborted;
        if (await codes.OpenAsync(Request.Query["request"] is [{ } only] ? only : null, cancel) is var (question, code))
        {
            switch (await authentications.AnswerAsync(HttpContext, question.ToAuthenticationQuestion(Here), cancel))
            {
                case AuthenticationAnswer.Needs needs:
                    context.Result = new SeeOther(needs.Location);
                    return;
                case AuthenticationAnswer.SignedIn signedIn:
                    (Question, Code, person) = (question, code, signedIn.Authentication);
                    Me = (await session.FindAsync(cancel))?.User;
                    break;
            }
        }

        await next();
    }

    public void OnGet() => Response.StatusCode = Question is null ? StatusCodes.Status410Gone : StatusCodes.Status200OK;

    public async Task<IActionResult> OnPostAsync(string? answer)
    {
        var cancel = HttpContext.RequestAborted;
        if (Question is not null && person is not null)
        {
            var done = answer switch
            {
                "allow" => await decisions.AllowAsync(Question, person, cancel),
                "refuse" => await decisions.DenyAsync(Question, person, cancel),
                _ => false,
            };
            if (done)
            {
                await codes.ForgetTriesAsync(cancel);
                return new SeeOther("/device/done?answer=" + answer);
            }

            if (answer is "allow" or "refuse")
            {
                Question = null;
            }
        }

        // Neither yes nor no, or too late for it.
        OnGet();
        return Page();
    }
}
