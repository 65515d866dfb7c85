using System.Text.Json.Nodes;
using Helpdesk.Tests.Testing;

namespace Helpdesk.Tests;

/// <summary>AuthHub tells that its session ended, and the helpdesk's ends with it (OpenID Back-Channel Logout 1.0 sections 2.5 and 2.6).</summary>
public sealed class BackChannelLogoutTests(PostgresCluster postgres)
{
    private const string Event = "http://schemas.openid.net/event/backchannel-logout";

    [Fact]
    public async Task SES_19_The_session_that_ended_at_AuthHub_ends_here_in_every_browser_that_has_it()
    {
        await using var story = await BeginAsync();
        await story.Browser.OpenAsync("/login");
        story.Provider.ChangeClaims = claims => claims["sid"] = "another";
        var other = story.AnotherBrowser();
        await other.OpenAsync("/login");

        var told = await TellAsync(story, Claims(story));

        Assert.Equal(200, told.Status);
        Assert.Contains("Log in with AuthHub", (await story.Browser.OpenAsync("/")).Html);
        Assert.Contains("Log out", (await other.OpenAsync("/")).Html);
        told = await TellAsync(story, Claims(story));
        Assert.Equal(200, told.Status);
    }

    [Fact]
    public async Task SES_19_A_logout_token_with_one_thing_wrong_ends_nothing()
    {
        await using var story = await BeginAsync();
        await story.Browser.OpenAsync("/login");
        var now = TimeProvider.System.GetUtcNow();
        Action<JsonObject>[] wrong =
        [
            claims => claims["iss"] = "https://evil.example",
            claims => claims["aud"] = "another app",
            claims => claims["aud"] = new JsonArray(Provider.ClientId, "another app"),
            claims => claims.Remove("iat"),
            claims => claims["iat"] = now.AddMinutes(5).ToUnixTimeSeconds(),
            claims => claims.Remove("exp"),
            claims => claims["exp"] = now.AddMinutes(-5).ToUnixTimeSeconds(),
            claims => claims.Remove("jti"),
            claims => claims.Remove("sid"),
            claims => claims["sid"] = 1,
            claims => claims["nonce"] = "n",
            claims => claims["nonce"] = null,
            claims => claims.Remove("events"),
            claims => claims["events"] = new JsonObject { ["http://schemas.openid.net/event/other"] = new JsonObject() },
            claims => claims["events"] = new JsonObject { [Event] = true },
        ];
        foreach (var change in wrong)
        {
            var claims = Claims(story);
            change(claims);
            Assert.Equal(400, (await TellAsync(story, claims)).Status);
        }

        Assert.Equal(400, (await TellAsync(story, Claims(story), "JWT")).Status);
        Assert.Equal(400, (await TellAsync(story, Claims(story), key: new SigningKey("RS256", "key-1") { Type = "logout+jwt" })).Status);
        Assert.Contains("Log out", (await story.Browser.OpenAsync("/")).Html);
    }

    [Fact]
    public async Task What_is_no_logout_token_is_refused()
    {
        await using var story = await BeginAsync();
        HttpContent?[] bodies =
        [
            null, new StringContent("{}", null, "application/json"), Form(), Form(("logout_token", "")), Form(("logout_token", "a.b.c")), Form(("logout_token", new string('a', 10_000))),
            Form(("logout_token", Sign(story, Claims(story))), ("logout_token", Sign(story, Claims(story)))),
        ];

        foreach (var body in bodies)
        {
            Assert.Equal(400, (await story.AnotherBrowser().StepAsync(HttpMethod.Post, "/backchannel-logout", body)).Status);
        }
    }

    private Task<Story> BeginAsync() => Story.BeginAsync(postgres, story => story.Provider.ChangeClaims = claims => claims["sid"] = "outside-1");

    private static JsonObject Claims(Story story) => new()
    {
        ["iss"] = story.Provider.Issuer,
        ["aud"] = Provider.ClientId,
        ["sub"] = "user-1",
        ["iat"] = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds(),
        ["exp"] = TimeProvider.System.GetUtcNow().AddMinutes(2).ToUnixTimeSeconds(),
        ["jti"] = "j1",
        ["sid"] = "outside-1",
        ["events"] = new JsonObject { [Event] = new JsonObject() },
    };

    private static Task<Shown> TellAsync(Story story, JsonObject claims, string type = "logout+jwt", SigningKey? key = null) =>
        story.AnotherBrowser().StepAsync(HttpMethod.Post, "/backchannel-logout", Form(("logout_token", Sign(story, claims, type, key))));

    private static string Sign(Story story, JsonObject claims, string type = "logout+jwt", SigningKey? key = null)
    {
        var signer = key ?? story.Provider.Key;
        var before = signer.Type;
        signer.Type = type;
        var token = signer.Sign(claims);
        signer.Type = before;
        return token;
    }

    private static FormUrlEncodedContent Form(params (string Name, string Value)[] fields) => new(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));
}
