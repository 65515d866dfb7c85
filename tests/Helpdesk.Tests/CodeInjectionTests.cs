using System.Net;
using Helpdesk.Tests.Testing;
using Microsoft.AspNetCore.WebUtilities;

namespace Helpdesk.Tests;

/// <summary>TOK-10: somebody else's code in the callback of a sign-in that is under way (RFC 9700 section 4.5).</summary>
public sealed class CodeInjectionTests(PostgresCluster postgres)
{
    [Theory]
    [InlineData(true, "AuthHub's answer could not be used")]          // the verifier does not fit the code's challenge
    [InlineData(false, "AuthHub's answer could not be trusted")]      // without PKCE the nonce does not fit
    public async Task TOK_10_Somebody_elses_code_in_the_victims_callback_is_refused(bool pkce, string title)
    {
        await using var story = await Story.BeginAsync(postgres);
        story.Provider.ChecksVerifier = pkce;
        var thief = story.AnotherBrowser();
        var stolen = Parameter(await AnswerAsync(thief), "code");
        var answer = await AnswerAsync(story.Browser);
        var injected = answer.Replace(Parameter(answer, "code"), stolen, StringComparison.Ordinal);
        Assert.NotEqual(answer, injected);

        (await story.Browser.OpenAsync(injected)).ShouldOfferAnotherTry(502, title);

        Assert.Contains("Log in with AuthHub", (await story.Browser.OpenAsync("/")).Html);
        Assert.DoesNotContain("helpdesk-session", story.Browser.Cookies.Keys);

        // The victim tries again and is let in as herself.
        Assert.Contains("Log out", (await story.Browser.OpenAsync("/login")).Html);
    }

    [Theory]
    [InlineData("state of the thief")]
    [InlineData("no state")]
    [InlineData("two codes")]
    [InlineData("posted")]
    public async Task TOK_10_No_way_around_the_state_brings_the_code_in(string way)
    {
        await using var story = await Story.BeginAsync(postgres);
        story.Provider.ChecksVerifier = false;
        var whole = await AnswerAsync(story.AnotherBrowser());
        var (code, state) = (Parameter(whole, "code"), Parameter(whole, "state"));
        var answer = await AnswerAsync(story.Browser);
        var injected = way switch
        {
            "state of the thief" => whole,
            "no state" => whole.Replace("state=" + Uri.EscapeDataString(state), "", StringComparison.Ordinal),
            "two codes" => answer + "&code=" + code,
            _ => answer.Split('?')[0],
        };

        var page = way == "posted"
            ? await story.Browser.StepAsync(HttpMethod.Post, injected, new FormUrlEncodedContent([new("code", code), new("state", Parameter(answer, "state")), new("iss", story.Provider.Issuer)]))
            : await story.Browser.OpenAsync(injected);

        page.ShouldOfferAnotherTry(400, "This sign-in could not be completed");
        Assert.Contains("Log in with AuthHub", (await story.Browser.OpenAsync("/")).Html);
        Assert.Equal((int)HttpStatusCode.OK, (await story.Browser.OpenAsync("/login")).Status);
    }

    /// <summary>Begins a sign-in and brings back AuthHub's answer, unopened.</summary>
    private static async Task<string> AnswerAsync(Browser browser) =>
        (await browser.StepAsync(HttpMethod.Get, (await browser.StepAsync(HttpMethod.Get, "/login")).Location!)).Location!;

    private static string Parameter(string address, string name) => QueryHelpers.ParseQuery(new Uri(address).Query)[name].Single()!;
}
