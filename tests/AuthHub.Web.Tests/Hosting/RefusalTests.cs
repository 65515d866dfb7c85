using System.Net;
using System.Text.RegularExpressions;
using AuthHub.OpenId.Audit;
using AuthHub.SignIn.Audit;
using AuthHub.Web.Tests.Support;
using Microsoft.Extensions.Logging;

namespace AuthHub.Web.Tests.Hosting;

/// <summary>The number on an error page leads whoever is told it to what happened.</summary>
public sealed partial class RefusalTests(AuthHubHost host) : IClassFixture<AuthHubHost>
{
    [Theory]
    [InlineData("client_id=nobody-9&redirect_uri=https%3A%2F%2Fx.example%2Fcb&code_challenge=not-for-logs", "nobody-9", "client unknown")]
    [InlineData("client_id=%01%02&redirect_uri=https%3A%2F%2Fx.example%2Fcb", null, "client unknown")]
    [InlineData("client_id=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", null, "client unknown")]
    [InlineData("resume=not-for-logs", null, "handle broken")]
    public async Task A_refusal_shown_to_a_person_is_found_by_its_number(string query, string? claimed, string reason)
    {
        var page = await host.Visitor("127.0.7.1").OpenAsync("/connect/authorize?" + query);

        await ShouldBeFoundAsync(page, claimed, reason);
    }

    [Fact]
    public async Task So_is_one_about_the_address_of_a_known_app()
    {
        var app = await host.AddAppAsync();

        var page = await host.Visitor("127.0.7.2").OpenAsync($"/connect/authorize?client_id={app.Id}&redirect_uri=https%3A%2F%2Fnot-for-logs.example");

        await ShouldBeFoundAsync(page, app.Id, "redirect_uri missing, repeated or not registered");
    }

    [Fact]
    public async Task So_is_one_that_came_in_a_form()
    {
        var page = await host.Visitor("127.0.7.3").PostAsync("/connect/authorize", ("client_id", "nobody-10"), ("state", "not-for-logs"));

        await ShouldBeFoundAsync(page, "nobody-10", "client unknown");
    }

    [Fact]
    public async Task L20_A_stranger_cannot_fill_the_record()
    {
        using var visitor = host.Visitor("127.0.7.4");
        for (var i = 0; i < 30; i++)
        {
            await visitor.OpenAsync("/connect/authorize?client_id=flood");
        }

        var kept = (await host.AllEventsAsync()).Count(one => one.ClientId == "flood");
        Assert.Equal(20, kept);
        Assert.Equal(30, host.Log.Lines.Count(line => line.Level == LogLevel.Warning && line.Text.Contains("client claimed: flood", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Other_error_pages_and_refused_apps_have_their_number_in_the_log()
    {
        using var visitor = host.Visitor("127.0.7.5");
        var missing = await visitor.OpenAsync("/there-is-nothing");
        Assert.Contains(host.Log.Lines, line => line.Text.Contains(NumberOf(missing), StringComparison.Ordinal) && line.Text.Contains("404", StringComparison.Ordinal));

        await visitor.PostAsync("/connect/token", ("grant_type", "authorization_code"));
        Assert.Contains(host.Log.Lines, line => line.Text.StartsWith("/connect/token answered", StringComparison.Ordinal) && Number().IsMatch(line.Text));
    }

    private async Task ShouldBeFoundAsync(Page page, string? claimed, string reason)
    {
        Assert.Equal(HttpStatusCode.BadRequest, page.Status);
        var number = NumberOf(page);
        var line = Assert.Single(host.Log.Lines, line => line.Text.Contains(number, StringComparison.Ordinal));
        Assert.Equal(LogLevel.Warning, line.Level);
        var found = await host.WithAsync((IAudit audit) => audit.ReadAsync(new AuditFilter(ProtocolAuditTypes.RequestRefused, null, number.ToUpperInvariant()), 0, 10, CancellationToken.None));
        var kept = Assert.Single(found);
        Assert.Equal(claimed, kept.ClientId);
        Assert.Contains(reason, kept.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain("not-for-logs", line + kept.Detail, StringComparison.Ordinal);
    }

    private static string NumberOf(Page page) => Number().Match(page.Words).Value is { Length: 32 } number ? number : throw new InvalidOperationException(page.ToString());

    [GeneratedRegex("[0-9a-f]{32}")]
    private static partial Regex Number();
}
