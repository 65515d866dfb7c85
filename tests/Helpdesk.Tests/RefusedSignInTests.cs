using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Helpdesk.Tests.Testing;
using Microsoft.Extensions.Logging;

namespace Helpdesk.Tests;

/// <summary>Every test begins a valid sign-in and spoils one thing of it.</summary>
public sealed partial class RefusedSignInTests(PostgresCluster postgres)
{
    private const string NotTrusted = "AuthHub's answer could not be trusted";
    private const string NotCompleted = "This sign-in could not be completed";

    private static readonly Dictionary<string, Action<Provider>> Spoilers = new()
    {
        ["nonce of another sign-in"] = p => p.ChangeClaims = c => c["nonce"] = "another",
        ["no nonce"] = p => p.ChangeClaims = c => c.Remove("nonce"),
        ["another issuer"] = p => p.ChangeClaims = c => c["iss"] = "https://evil.example",
        ["issuer with a slash more"] = p => p.ChangeClaims = c => c["iss"] = c["iss"] + "/",
        ["another audience"] = p => p.ChangeClaims = c => c["aud"] = "another-app",
        ["a second audience"] = p => p.ChangeClaims = c => c["aud"] = new JsonArray(Provider.ClientId, "another-app"),
        ["another authorized party"] = p => p.ChangeClaims = c => c["azp"] = "another-app",
        ["no subject"] = p => p.ChangeClaims = c => c.Remove("sub"),
        ["hash of another access token"] = p => p.ChangeClaims = c => c["at_hash"] = "AAAAAAAAAAAAAAAAAAAAAA",
        ["no end"] = p => p.ChangeClaims = c => c.Remove("exp"),
        ["end as text"] = p => p.ChangeClaims = c => c["exp"] = "9999999999",
        ["spoilt signature"] = p => p.ChangeIdToken = t => t[..^6] + (t[^6] == 'A' ? 'B' : 'A') + t[^5..],
        ["no signature"] = p => p.ChangeIdToken = t => t[..(t.LastIndexOf('.') + 1)],
        ["algorithm none"] = p => p.ChangeIdToken = t => SigningKey.Encode(new JsonObject { ["alg"] = "none" }) + "." + t.Split('.')[1] + ".",
        ["algorithm HS256"] = p => p.ChangeIdToken = t => SigningKey.Encode(new JsonObject { ["alg"] = "HS256", ["kid"] = "key-1" }) + t[t.IndexOf('.')..],
        ["another kind of token"] = p => p.Key.Type = "at+jwt",
        ["no token at all"] = p => p.ChangeIdToken = _ => "x",
        ["userinfo of another person"] = p => p.ChangeUserInfo = u => u["sub"] = "user-2",
    };

    public static TheoryData<string> BadTokens => [.. Spoilers.Keys];

    [Theory]
    [MemberData(nameof(BadTokens))]
    public async Task A_token_that_proves_nothing_signs_nobody_in(string what)
    {
        await using var story = await Story.BeginAsync(postgres);
        Spoilers[what](story.Provider);

        var page = await story.Browser.OpenAsync("/login");

        page.ShouldOfferAnotherTry(502, NotTrusted);
        await ShouldBeOutsideAsync(story);
    }

    [Theory]
    [InlineData("exp", -61)]
    [InlineData("iat", 120)]
    [InlineData("nbf", 120)]
    public async Task A_token_outside_its_time_is_blamed_on_the_clocks(string claim, int offset)
    {
        await using var story = await Story.BeginAsync(postgres);
        story.Provider.ChangeClaims = c => c[claim] = (long)c["iat"]! + offset;

        (await story.Browser.OpenAsync("/login")).ShouldOfferAnotherTry(502, "The clocks do not agree");
        await ShouldBeOutsideAsync(story);
    }

    [Fact]
    public async Task The_clock_that_counts_is_the_one_the_host_gives()
    {
        await using var story = await Story.BeginAsync(postgres, s => s.Clock.Offset = TimeSpan.FromDays(2));

        (await story.Browser.OpenAsync("/login")).ShouldOfferAnotherTry(502, "The clocks do not agree");
    }

    [Theory]
    [InlineData("?code=abc&state=forged")]
    [InlineData("?code=abc")]
    [InlineData("?error=access_denied")]
    [InlineData("")]
    [InlineData("?state=%00&code=%00")]
    public async Task A_forged_answer_gets_a_plain_page(string query)
    {
        await using var story = await Story.BeginAsync(postgres);

        (await story.Browser.OpenAsync("/signin-authhub" + query)).ShouldOfferAnotherTry(400, NotCompleted);
        (await story.Browser.StepAsync(HttpMethod.Post, "/signin-authhub" + query)).ShouldOfferAnotherTry(400, NotCompleted);
    }

    [Fact]
    public async Task An_answer_is_of_no_use_in_another_browser_nor_twice()
    {
        await using var story = await Story.BeginAsync(postgres);
        var question = await story.Browser.StepAsync(HttpMethod.Get, "/login");
        var answer = (await story.Browser.StepAsync(HttpMethod.Get, question.Location!)).Location!;

        (await story.AnotherBrowser().OpenAsync(answer)).ShouldOfferAnotherTry(400, NotCompleted);
        Assert.Contains("Log out", (await story.Browser.OpenAsync(answer)).Html);
        (await story.Browser.OpenAsync(answer)).ShouldOfferAnotherTry(400, NotCompleted);
    }

    [Fact]
    public async Task An_answer_that_comes_too_late_is_refused()
    {
        await using var story = await Story.BeginAsync(postgres);
        var question = await story.Browser.StepAsync(HttpMethod.Get, "/login");
        var answer = (await story.Browser.StepAsync(HttpMethod.Get, question.Location!)).Location!;
        story.Clock.Offset = TimeSpan.FromMinutes(61);

        (await story.Browser.OpenAsync(answer)).ShouldOfferAnotherTry(400, NotCompleted);
    }

    [Theory]
    [InlineData("https://evil.example")]
    [InlineData(null)]
    public async Task An_answer_of_another_issuer_is_refused(string? issuer)
    {
        // RFC 9207 section 2.4
        await using var story = await Story.BeginAsync(postgres);
        story.Provider.ChangeAnswer = answer =>
        {
            answer.Remove("iss");
            if (issuer is not null)
            {
                answer["iss"] = issuer;
            }
        };

        (await story.Browser.OpenAsync("/login")).ShouldOfferAnotherTry(400, NotCompleted);
        await ShouldBeOutsideAsync(story);
    }

    [Theory]
    [InlineData("access_denied", 400, "You were not signed in")]
    [InlineData("login_required", 400, "AuthHub needs you to sign in")]
    [InlineData("temporarily_unavailable", 503, "AuthHub cannot be reached")]
    [InlineData("invalid_scope", 400, "AuthHub did not accept the sign-in")]
    public async Task A_refusal_of_the_provider_is_told_in_words_and_the_way_back_is_kept(string error, int status, string title)
    {
        await using var story = await Story.BeginAsync(postgres);
        story.Provider.AnswerWithError = error;

        var page = await story.Browser.OpenAsync("/tickets?show=all");

        page.ShouldOfferAnotherTry(status, title);
        Assert.Contains("/login?returnUrl=%2Ftickets%3Fshow%3Dall", page.Html);
    }

    [Theory]
    [InlineData(400, 502, "AuthHub's answer could not be used")]
    [InlineData(500, 503, "AuthHub cannot be reached")]
    public async Task A_refused_code_is_told_in_words(int answered, int status, string title)
    {
        await using var story = await Story.BeginAsync(postgres);
        story.Provider.TokenStatus = answered;

        (await story.Browser.OpenAsync("/login")).ShouldOfferAnotherTry(status, title);
    }

    [Theory]
    [InlineData("access_token")]
    [InlineData("id_token")]
    [InlineData("token_type")]
    public async Task A_token_answer_with_something_missing_is_refused(string missing)
    {
        await using var story = await Story.BeginAsync(postgres);
        story.Provider.ChangeTokenAnswer = answer => answer.Remove(missing);

        (await story.Browser.OpenAsync("/login")).ShouldOfferAnotherTry(502, "AuthHub's answer could not be used");
    }

    [Fact]
    public async Task A_discovery_document_of_another_issuer_is_refused()
    {
        await using var story = await Story.BeginAsync(postgres);
        story.Provider.ChangeMetadata = metadata => metadata["issuer"] = metadata["issuer"] + "/";

        (await story.Browser.OpenAsync("/login")).ShouldOfferAnotherTry(502, "AuthHub's answer could not be used");
    }

    private static async Task ShouldBeOutsideAsync(Story story) =>
        Assert.Contains("Log in with AuthHub", (await story.Browser.OpenAsync("/")).Html);

    [Fact]
    public async Task The_number_on_an_error_page_is_in_the_log()
    {
        await using var story = await Story.BeginAsync(postgres);

        foreach (var address in (string[])["/signin-authhub?code=not-for-logs&state=forged", "/tickets/00000000-0000-0000-0000-000000000001x"])
        {
            var page = await story.Browser.OpenAsync(address);
            var number = Number().Match(page.Text).Groups[1].Value;
            Assert.NotEmpty(number);
            Assert.Contains(story.Log.Lines, line => line.Text.Contains(number, StringComparison.Ordinal) && line.Text.StartsWith("Showed error page", StringComparison.Ordinal));
        }

        Assert.DoesNotContain(story.Log.Lines, line => line.Level >= LogLevel.Information && line.Text.Contains("not-for-logs", StringComparison.Ordinal));
    }

    [GeneratedRegex("<code>([0-9a-f]{32})</code>")]
    private static partial Regex Number();
}
