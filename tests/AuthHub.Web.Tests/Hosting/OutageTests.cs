using System.Net;
using System.Text;
using System.Text.Json;
using AuthHub.Testing;
using AuthHub.Web.Tests.Support;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace AuthHub.Web.Tests.Hosting;

/// <summary>PostgreSQL goes away under a running AuthHub and comes back.</summary>
public sealed class OutageTests(OutageTests.Host host) : IClassFixture<OutageTests.Host>
{
    private static readonly string Code = new('A', 43);

    [Fact]
    public async Task Machines_get_JSON_people_a_page_with_another_try_and_the_log_two_lines()
    {
        var (person, app, visitor) = (await host.AddPersonAsync(), await host.AddAppAsync(), host.Visitor());
        await visitor.SignInAsync(app, person);
        var tokens = await visitor.FinishAsync();
        host.Cable.Pull();

        (string, string)[] access = [("Authorization", "Bearer " + tokens.AccessToken)];
        ShouldBeJson(await visitor.AskAsync(HttpMethod.Get, "/connect/userinfo", null, access));
        foreach (var address in (string[])["/connect/token", "/connect/introspect", "/connect/revoke"])
        {
            using var form = new FormUrlEncodedContent([new("grant_type", "authorization_code"), new("code", Code), new("redirect_uri", app.RedirectUri), new("code_verifier", Code), new("token", tokens.AccessToken)]);
            ShouldBeJson(await visitor.AskAsync(HttpMethod.Post, address, form, ("Authorization", "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{app.Id}:{app.Secret}")))));
        }

        var page = await visitor.OpenAsync("/account?a=1&b=%22");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, page.Status);
        Assert.Contains("href=\"/account?a=1&amp;b=%22\"", page.Html, StringComparison.Ordinal);
        Assert.Contains("Try again", page.Words, StringComparison.Ordinal);

        host.Cable.Plug();
        for (var left = 200; !host.Log.Lines.Any(line => line.Text == "The database answers again"); left--)
        {
            Assert.True(left > 0, "The return of the database is not noticed.");
            await Task.Delay(100);
        }

        Assert.Equal(HttpStatusCode.OK, (await visitor.OpenAsync("/account")).Status);
        var lines = host.Log.Lines.Where(line => line.Level >= LogLevel.Warning).ToList();
        Assert.Single(lines, line => line.Text.StartsWith("The database does not answer;", StringComparison.Ordinal));
        Assert.DoesNotContain(lines, line => line.Exception.Length > 0);
    }

    private static void ShouldBeJson(Page answer)
    {
        Assert.True(answer.Status == HttpStatusCode.ServiceUnavailable, answer.ToString());
        Assert.Equal("application/json", answer.Response.Content.Headers.ContentType!.ToString());
        Assert.NotNull(answer.Response.Headers.RetryAfter);
        using var json = JsonDocument.Parse(answer.Html);
        Assert.Equal("temporarily_unavailable", json.RootElement.GetProperty("error").GetString());
        Assert.NotEmpty(json.RootElement.GetProperty("error_description").GetString()!);
    }

    /// <summary>A host whose way to the database can be cut.</summary>
    public sealed class Host : AuthHubHost, IAsyncLifetime
    {
        private TestDatabase? database;

        public Cable Cable { get; private set; } = null!;

        async ValueTask IAsyncLifetime.InitializeAsync()
        {
            database = await PostgreSqlFixture.NewDatabaseAsync();
            Cable = new Cable(new NpgsqlConnectionStringBuilder(database.ConnectionString).Host + "/.s.PGSQL.5432");
            Cable.Plug();
            await InitializeAsync();
        }

        async ValueTask IAsyncDisposable.DisposeAsync()
        {
            await DisposeAsync();
            Cable.Dispose();
            await database!.DisposeAsync();
        }

        protected override IEnumerable<KeyValuePair<string, string?>> Settings() =>
        [
            new("ConnectionStrings:AuthHub", new NpgsqlConnectionStringBuilder(database!.ConnectionString) { Host = "127.0.0.1", Port = Cable.Port, Timeout = 2 }.ConnectionString),
        ];
    }
}
