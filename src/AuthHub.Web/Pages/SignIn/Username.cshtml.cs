using AuthHub.Flows;
using Microsoft.AspNetCore.Mvc;

namespace AuthHub.Web.Pages.SignIn;

/// <summary>Who are you? Takes a username or an e-mail address; tells nobody whether it exists.</summary>
public sealed class UsernameModel(RunPageTools tools) : RunPage(tools)
{
    public string? Typed { get; private set; }

    protected override IEnumerable<string> KeptFields => ["username"];

    protected override bool Fits(FlowStep step) => step is FlowStep.Identify;

    public void OnGet() => Typed = Kept?["username"] ?? Run.Request.LoginHint;

    public IActionResult OnPost(string? username)
    {
        if (string.IsNullOrWhiteSpace(username) || username.Length > 254 || username.Any(char.IsControl))
        {
            AddFault("username", Tools.Texts["UsernameMissing"]);
            Typed = username;
            return Page();
        }

        return new Browser.SeeOther($"/sign-in/{Tools.Host.Identify(Run, username)}/password");
    }
}
