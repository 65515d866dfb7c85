using Helpdesk.Tests.Testing;
using Microsoft.Extensions.Logging;

namespace Helpdesk.Tests;

/// <summary>AuthHub or the database is not there: never a 500, always a way back, and all is well when they return.</summary>
public sealed class AwayTests(PostgresCluster postgres)
{
    [Fact]
    public async Task Provider_down_at_the_challenge_and_back_again()
    {
        await using var story = await Story.BeginAsync(postgres);
        await story.Browser.OpenAsync("/login");
        await story.Provider.StopAsync();

        var other = story.AnotherBrowser();
        (await other.OpenAsync("/tickets")).ShouldOfferAnotherTry(503, "AuthHub cannot be reached");
        (await other.OpenAsync("/login")).ShouldOfferAnotherTry(503, "AuthHub cannot be reached");
        await story.Provider.StartAsync();

        Assert.Contains("Log out", (await other.OpenAsync("/login")).Html);
    }

    [Fact]
    public async Task Provider_down_at_the_callback()
    {
        await using var story = await Story.BeginAsync(postgres);
        var question = await story.Browser.StepAsync(HttpMethod.Get, "/login");
        var answer = (await story.Browser.StepAsync(HttpMethod.Get, question.Location!)).Location!;
        await story.Provider.StopAsync();

        (await story.Browser.OpenAsync(answer)).ShouldOfferAnotherTry(503, "AuthHub cannot be reached");
    }

    [Fact]
    public async Task Provider_down_at_log_out_still_ends_the_session_here()
    {
        await using var story = await Story.BeginAsync(postgres);
        var inside = await story.Browser.OpenAsync("/login");
        await story.Provider.StopAsync();

        var outside = await story.Browser.SendAsync(inside, "Log out");

        outside.ShouldBePlain(200, "You are logged out");
        Assert.Contains("you may still be signed in there", outside.Text);
        Assert.Contains("Log in with AuthHub", (await story.Browser.OpenAsync("/")).Html);
    }

    [Fact]
    public async Task Tables_that_vanish_are_made_again()
    {
        await using var story = await Story.BeginAsync(postgres);
        var browser = await story.SignInAsync("user-1", "Anna");
        await postgres.ExecuteAsync(story.Database, "DROP TABLE comments; DROP TABLE tickets");

        (await browser.OpenAsync("/tickets")).ShouldOfferAnotherTry(503, "The storage is unavailable");

        await Story.UntilStorageIsReadyAsync(browser);
    }

    [Fact]
    public async Task An_empty_database_that_exists_already_gets_its_tables()
    {
        await postgres.ExecuteAsync("postgres", "CREATE DATABASE helpdesk_empty");
        await using var story = await Story.BeginAsync(postgres, s => s.Database = "helpdesk_empty");

        Assert.Equal(200, (await (await story.SignInAsync("user-1", "Anna")).OpenAsync("/tickets")).Status);
    }

    [Fact]
    public async Task A_helpdesk_without_its_database_says_so_and_recovers()
    {
        // A cluster of its own, since it is switched off here.
        await using var own = new PostgresCluster();
        await own.InitializeAsync();
        await own.StopAsync();
        await using var story = await Story.BeginAsync(own);

        Assert.Equal(200, (await story.Browser.OpenAsync("/")).Status);
        (await story.Browser.OpenAsync("/tickets")).ShouldOfferAnotherTry(503, "The storage is unavailable");
        Assert.DoesNotContain(story.Log.Lines, line => line.Exception is not null && line.Level >= LogLevel.Warning);
        await own.StartAgainAsync();

        await Story.UntilStorageIsReadyAsync(story.Browser);
    }
}
