using Helpdesk.Tests.Testing;

namespace Helpdesk.Tests;

public sealed class LogOutTests(PostgresCluster postgres)
{
    [Fact]
    public async Task Log_out_ends_both_sessions_and_returns()
    {
        await using var story = await Story.BeginAsync(postgres);
        var inside = await story.Browser.OpenAsync("/login");
        var stolen = story.Browser.Cookies["helpdesk-session"];

        var outside = await story.Browser.SendAsync(inside, "Log out");

        outside.ShouldBePlain(200, "You are logged out");
        var told = story.Provider.LogOuts.Single();
        Assert.Equal(3, told["id_token_hint"].ToString().Split('.').Length);
        Assert.Equal(story.Address + "/signed-out", told["post_logout_redirect_uri"]);
        Assert.False(story.Browser.Cookies.ContainsKey("helpdesk-session"));

        var thief = story.AnotherBrowser();
        thief.Keep("helpdesk-session", stolen);
        Assert.Contains("Log in with AuthHub", (await thief.OpenAsync("/")).Html);
    }

    [Fact]
    public async Task A_provider_without_log_out_is_not_asked()
    {
        await using var story = await Story.BeginAsync(postgres, s => s.Provider.ChangeMetadata = m => m.Remove("end_session_endpoint"));
        var inside = await story.Browser.OpenAsync("/login");

        (await story.Browser.SendAsync(inside, "Log out")).ShouldBePlain(200, "You are logged out");
        Assert.Contains("Log in with AuthHub", (await story.Browser.OpenAsync("/")).Html);
    }

    [Fact]
    public async Task Log_out_after_the_session_ran_out_is_no_error()
    {
        await using var story = await Story.BeginAsync(postgres);
        var inside = await story.Browser.OpenAsync("/login");
        story.Clock.Offset = TimeSpan.FromHours(9);

        (await story.Browser.SendAsync(inside, "Log out")).ShouldBePlain(200, "You are logged out");
    }

    [Fact]
    public async Task Log_out_cannot_be_forged()
    {
        await using var story = await Story.BeginAsync(postgres);
        await story.Browser.OpenAsync("/login");

        var forged = await story.Browser.StepAsync(HttpMethod.Post, "/logout", new FormUrlEncodedContent([]));

        forged.ShouldBePlain(400, "That form could not be used");
        Assert.Contains("Log out", (await story.Browser.OpenAsync("/logout")).Html);
    }
}
