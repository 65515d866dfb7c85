using Helpdesk.Tests.Testing;

namespace Helpdesk.Tests;

public sealed class StepUpTests(PostgresCluster postgres)
{
    [Fact]
    public async Task The_sensitive_page_asks_for_the_level_it_needs_and_is_shown_then()
    {
        await using var story = await Story.BeginAsync(postgres);
        var browser = await story.SignInAsync("user-1", "Anna");

        var page = await browser.OpenAsync("/sensitive?page=1");

        Assert.Equal("medium", story.Provider.Authorizations[^1]["acr_values"]);
        Assert.Equal("/sensitive?page=1", page.Url.PathAndQuery);
        Assert.Contains("<h1>Sensitive tickets</h1>", page.Html);
        Assert.Contains(">Sign-in level: </span>medium</span>", page.Html);
    }

    [Fact]
    public async Task A_person_who_has_the_level_is_not_asked_again()
    {
        await using var story = await Story.BeginAsync(postgres, s => s.Provider.Acr = "medium");
        var browser = await story.SignInAsync("user-1", "Anna");

        Assert.Equal(200, (await browser.OpenAsync("/sensitive")).Status);
        Assert.Single(story.Provider.Authorizations);
    }

    [Theory]
    [InlineData("basic")]
    [InlineData("MEDIUM")]
    public async Task A_level_that_stays_too_low_is_told_without_a_loop(string reached)
    {
        await using var story = await Story.BeginAsync(postgres, s => s.Provider.CanStepUp = false);
        var browser = await story.SignInAsync("user-1", "Anna");
        story.Provider.Acr = reached;

        var page = await browser.OpenAsync("/sensitive");

        page.ShouldOfferAnotherTry(403, "This page needs a stronger sign-in");
        Assert.Equal(2, story.Provider.Authorizations.Count);
        Assert.Contains("Log out", (await browser.OpenAsync("/")).Html);
    }

    [Fact]
    public async Task A_sensitive_ticket_is_nowhere_to_be_read_with_one_proof()
    {
        await using var story = await Story.BeginAsync(postgres);
        var browser = await story.SignInAsync("user-1", "Anna");
        story.Provider.CanStepUp = false;

        var filed = await browser.SendAsync(
            await browser.OpenAsync("/tickets/new"), "File ticket", ("title", "Salary slip"), ("description", "Wrong sum"), ("sensitive", "true"));
        Assert.Contains("Your sensitive ticket is filed", filed.Text);
        Assert.DoesNotContain("Salary slip", (await browser.OpenAsync("/tickets?show=all")).Text);
        story.Provider.CanStepUp = true;
        var list = await browser.OpenAsync("/sensitive");
        Assert.Contains("Salary slip", list.Text);
        var address = TicketTests.FirstTicketAddress(list);

        story.Provider.CanStepUp = false;
        var again = await story.SignInAsync("user-1", "Anna");
        (await again.OpenAsync(address)).ShouldOfferAnotherTry(403, "This page needs a stronger sign-in");
    }
}
