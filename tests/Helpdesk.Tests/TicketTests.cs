using System.Text.RegularExpressions;
using Helpdesk.Tests.Testing;

namespace Helpdesk.Tests;

public sealed partial class TicketTests(PostgresCluster postgres)
{
    internal static string FirstTicketAddress(Shown page) => Address().Match(page.Html).Value;

    [Fact]
    public async Task A_ticket_is_filed_commented_and_read_under_the_exact_name()
    {
        await using var story = await Story.BeginAsync(postgres);
        const string Name = "Ģirts Šķēle-Ņūdža e\u0301"; // not normalised on purpose
        var browser = await story.SignInAsync("user-1", Name);

        var ticket = await FileAsync(browser, "Printeris <b>nedrukā</b>", "Otrajā stāvā\r\nkopš rīta");
        var commented = await browser.SendAsync(ticket, "Send comment", ("text", "Joprojām ✔"));

        Assert.Equal("?page=1", commented.Url.Query);
        Assert.Contains("&lt;b&gt;", ticket.Html);
        Assert.Contains($"by {Name}", ticket.Text);
        Assert.Contains("Joprojām ✔", commented.Text);
        Assert.Contains($"<strong>{Name}</strong>", commented.Text);
        Assert.Contains("Printeris", (await browser.OpenAsync("/tickets")).Text);
    }

    [Fact]
    public async Task Another_persons_ticket_does_not_exist()
    {
        await using var story = await Story.BeginAsync(postgres);
        var anna = await story.SignInAsync("user-1", "Anna");
        var hers = await FileAsync(anna, "Private matter", "Nobody's business");
        var bert = await story.SignInAsync("user-2", "Bert");
        var his = await FileAsync(bert, "Other matter", "Of Bert's");

        (await bert.OpenAsync(hers.Url.AbsolutePath)).ShouldBePlain(404, "There is nothing here");
        Assert.DoesNotContain("Private matter", (await bert.OpenAsync("/tickets?show=all")).Text);
        foreach (var handler in (string[])["Comment", "Assign", "Close", "Reopen"])
        {
            var crossed = his with { Html = his.Html.Replace(his.Url.AbsolutePath, hers.Url.AbsolutePath, StringComparison.Ordinal).Replace("handler=Comment", $"handler={handler}", StringComparison.Ordinal) };
            Assert.Equal(404, (await bert.SendAsync(crossed, "Send comment", ("text", "intruder"))).Status);
        }

        Assert.DoesNotContain("intruder", (await anna.OpenAsync(hers.Url.AbsolutePath)).Text);
    }

    [Fact]
    public async Task Agents_see_all_assign_close_and_reopen()
    {
        await using var story = await Story.BeginAsync(postgres);
        var anna = await story.SignInAsync("user-1", "Anna");
        await FileAsync(anna, "Screen is dark", "Since noon");
        var agent = await story.SignInAsync("agent-1", "Zaiga Siliņa", "helpdesk-agent", "other");

        var list = await agent.OpenAsync("/tickets");
        var ticket = await agent.OpenAsync(FirstTicketAddress(list));
        var assigned = await agent.SendAsync(ticket, "Assign to me");
        var mine = await agent.OpenAsync("/tickets?show=assigned");
        var closed = await agent.SendAsync(assigned, "Close ticket");
        var reopened = await agent.SendAsync(closed, "Reopen ticket");

        Assert.Contains("Screen is dark", list.Text);
        Assert.Contains("Assigned to Zaiga Siliņa", assigned.Text);
        Assert.Contains("Screen is dark", mine.Text);
        Assert.Contains(">Closed<", closed.Text);
        Assert.Contains("Close ticket", reopened.Text);
    }

    [Fact]
    public async Task Nobody_else_may_do_an_agents_work()
    {
        await using var story = await Story.BeginAsync(postgres);
        var anna = await story.SignInAsync("user-1", "Anna", "helpdesk-agents");
        var ticket = await FileAsync(anna, "Mine", "Mine");

        Assert.DoesNotContain("Close ticket", ticket.Text);
        foreach (var handler in (string[])["Assign", "Close", "Reopen"])
        {
            var forged = ticket with { Html = ticket.Html.Replace("handler=Comment", $"handler={handler}", StringComparison.Ordinal) };
            (await anna.SendAsync(forged, "Send comment")).ShouldBePlain(403, "This is not yours to do");
        }

        Assert.Contains("Not assigned yet", (await anna.OpenAsync(ticket.Url.AbsolutePath)).Text);
    }

    [Fact]
    public async Task Long_lists_come_in_pages()
    {
        await using var story = await Story.BeginAsync(postgres);
        var anna = await story.SignInAsync("user-1", "Anna");
        await postgres.ExecuteAsync(story.Database, """
            INSERT INTO tickets ("Id","Title","Description","AuthorSubject","AuthorName","IsSensitive","IsClosed","FiledAt","ChangedAt")
            SELECT gen_random_uuid(), 'Ticket ' || n, 'x', 'user-1', 'Anna', false, false, now(), now() FROM generate_series(1, 45) n
            """);

        Assert.Contains("Page 1 of 3", (await anna.OpenAsync("/tickets")).Text);
        Assert.Equal(5, Address().Count((await anna.OpenAsync("/tickets?page=3")).Html));
        foreach (var strange in (string[])["0", "-1", "2147483647", "99999999999", "%00", "x", "1&page=2"])
        {
            Assert.Equal(200, (await anna.OpenAsync("/tickets?page=" + strange)).Status);
        }
    }

    private static async Task<Shown> FileAsync(Browser browser, string title, string description)
    {
        var ticket = await browser.SendAsync(await browser.OpenAsync("/tickets/new"), "File ticket", ("title", title), ("description", description));
        Assert.Equal(200, ticket.Status);
        return ticket;
    }

    [GeneratedRegex("/tickets/[0-9a-f]{8}-[0-9a-f-]{27}")]
    private static partial Regex Address();
}
