using System.Net;
using System.Text.RegularExpressions;
using AuthHub.OpenId.Clients;
using AuthHub.SignIn.Audit;
using AuthHub.SignIn.Users;

namespace AuthHub.Web.Tests.Admin;

/// <summary>What administrators do to apps.</summary>
public sealed partial class AppsTests(AdminHost host) : IClassFixture<AdminHost>
{
    [Fact]
    public async Task ADM_11_A_secret_is_shown_once_and_kept_as_a_hash()
    {
        using var admin = await AdminAsync();

        using var answer = await RegisterAsync(admin, "server");
        var page = await answer.Content.ReadAsStringAsync();
        var (id, secret) = (Shown().Matches(page)[1].Groups["value"].Value, Shown().Matches(page)[2].Groups["value"].Value);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.True(answer.Headers.CacheControl!.NoStore);
        var client = await ClientAsync(id);
        Assert.True(ClientSecret.Matches(client!.SecretHash, secret));
        Assert.DoesNotContain(secret, await admin.TextAsync($"/admin/apps/{id}"), StringComparison.Ordinal);
        Assert.DoesNotContain(secret, await admin.TextAsync("/admin/audit"), StringComparison.Ordinal);
        Assert.Equal("medium", client.Demand);
    }

    [Fact]
    public async Task A_form_sent_twice_makes_one_app()
    {
        using var admin = await AdminAsync();
        var id = await admin.HiddenAsync("/admin/apps/new", "id");

        using var first = await RegisterAsync(admin, "browser", ("id", id));
        using var second = await RegisterAsync(admin, "browser", ("id", id));

        Assert.All([first, second], answer => Assert.Equal($"/admin/apps/{id}?done=app-created", answer.Headers.Location?.OriginalString));
        Assert.Single(await host.WithAsync<IAudit, IReadOnlyList<AuditEvent>>(audit => audit.ReadAsync(new AuditFilter(AuditTypes.ClientCreated), 0, 50, default)), one => one.ClientId == id);
    }

    [Theory]
    [InlineData("redirect-uris", "http://app.example.org/cb")]
    [InlineData("redirect-uris", "https://app.example.org/*")]
    [InlineData("redirect-uris", "javascript:alert(1)")]
    [InlineData("redirect-uris", "")]
    [InlineData("kind", "root")]
    [InlineData("demand", "methods")]
    [InlineData("name", "a\nb")]
    public async Task What_cannot_be_an_app_is_refused(string field, string value)
    {
        using var admin = await AdminAsync();
        var id = await admin.HiddenAsync("/admin/apps/new", "id");

        using var answer = await RegisterAsync(admin, "server", ("id", id), (field, value));

        await admin.RefusalAsync(answer);
        Assert.Null(await ClientAsync(id));
    }

    [Fact]
    public async Task A_new_secret_ends_the_old_one_and_a_disabled_app_is_gone_from_the_catalogue_at_once()
    {
        using var admin = await AdminAsync();
        var id = Shown().Matches(await (await RegisterAsync(admin, "server")).Content.ReadAsStringAsync())[1].Groups["value"].Value;
        var before = await ClientAsync(id);

        using var renewed = await RenewAsync(admin, id);
        var secret = Shown().Matches(await renewed.Content.ReadAsStringAsync())[2].Groups["value"].Value;
        using var saved = await admin.SendAsync($"/admin/apps/{id}", null, Fields("server"));
        Assert.NotNull(await host.WithAsync<ClientCatalog, Client?>(async catalog => await catalog.FindAsync(id, default)));
        using var disabled = await admin.SendAsync($"/admin/apps/{id}", "Disable");

        var after = await ClientAsync(id);
        Assert.NotEqual(before!.SecretHash, after!.SecretHash);
        Assert.True(ClientSecret.Matches(after.SecretHash, secret));
        Assert.Equal($"/admin/apps/{id}?done=app-saved", saved.Headers.Location?.OriginalString);
        Assert.Null(await host.WithAsync<ClientCatalog, Client?>(async catalog => await catalog.FindAsync(id, default)));
    }

    [Fact]
    public async Task A_bad_address_is_named_once_by_its_line_beside_the_field()
    {
        using var admin = await AdminAsync();

        using var answer = await RegisterAsync(admin, "server", ("redirect-uris", "https://app.example.org/cb\r\n\r\napp.example.org/cb"), ("post-logout-uris", "http://app.example.org/"), ("name", ""));

        var page = WebUtility.HtmlDecode(await admin.RefusalAsync(answer));
        Assert.Single(Regex.Matches(page, "Line 3: “app.example.org/cb” is not an absolute URI."));
        Assert.Contains("id=\"redirect-uris-error\"", page, StringComparison.Ordinal);
        Assert.Matches("id=\"post-logout-uris-error\">Line 1: “http://app.example.org/” is http", page);
        Assert.Contains("id=\"name-error\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain("notice--error", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_form_too_long_for_a_cookie_loses_nothing()
    {
        using var admin = await AdminAsync();
        var uris = string.Join("\n", Enumerable.Range(0, 100).Select(i => $"http://app.example.org/some/long/way/to/the/callback/{i}"));

        using var answer = await RegisterAsync(admin, "server", ("redirect-uris", uris));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains(uris, WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reload_after_a_new_secret_makes_no_other_one_and_says_so()
    {
        using var admin = await AdminAsync();
        var id = Shown().Matches(await (await RegisterAsync(admin, "server")).Content.ReadAsStringAsync())[1].Groups["value"].Value;
        var mark = await admin.HiddenAsync($"/admin/apps/{id}", "replaces");
        using var first = await RenewAsync(admin, id, mark);
        var hash = (await ClientAsync(id))!.SecretHash;

        using var reload = await RenewAsync(admin, id, mark);
        using var nameless = await RenewAsync(admin, id, "");

        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        Assert.All([reload, nameless], answer => Assert.Equal($"/admin/apps/{id}?done=secret-shown", answer.Headers.Location?.OriginalString));
        Assert.Equal(hash, (await ClientAsync(id))!.SecretHash);
        Assert.Contains("shown once", await admin.TextAsync($"/admin/apps/{id}?done=secret-shown"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_two_who_ask_for_a_new_secret_at_once_one_gets_it()
    {
        using var admin = await AdminAsync();
        var id = Shown().Matches(await (await RegisterAsync(admin, "server")).Content.ReadAsStringAsync())[1].Groups["value"].Value;
        var mark = await admin.HiddenAsync($"/admin/apps/{id}", "replaces");

        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => RenewAsync(admin, id, mark)));

        var page = await Assert.Single(answers, answer => answer.StatusCode == HttpStatusCode.OK).Content.ReadAsStringAsync();
        Assert.True(ClientSecret.Matches((await ClientAsync(id))!.SecretHash, Shown().Matches(page)[2].Groups["value"].Value));
    }

    private static async Task<HttpResponseMessage> RenewAsync(AdminBrowser admin, string id, string? replaces = null) =>
        await admin.SendAsync($"/admin/apps/{id}", "Secret", ("replaces", replaces ?? await admin.HiddenAsync($"/admin/apps/{id}", "replaces")));

    private static (string Name, string Value)[] Fields(string kind) =>
        [("name", "Help desk"), ("kind", kind), ("redirect-uris", "https://app.example.org/cb\r\n\r\nhttps://app.example.org/other"), ("post-logout-uris", ""), ("demand", "medium")];

    private static Task<HttpResponseMessage> RegisterAsync(AdminBrowser admin, string kind, params (string Name, string Value)[] other) =>
        admin.SendAsync("/admin/apps/new", null, [.. Fields(kind).Where(field => other.All(one => one.Name != field.Name)), .. other]);

    private async Task<AdminBrowser> AdminAsync() => await host.SignInAsync(
        await host.AddPersonAsync("p" + Convert.ToHexString(System.Security.Cryptography.RandomNumberGenerator.GetBytes(8)), roles: WellKnownRoles.Administrator), "password", "totp");

    private Task<Client?> ClientAsync(string id) => host.WithAsync<IClients, Client?>(clients => clients.FindAsync(id, default));

    [GeneratedRegex("<(?:dd|span) class=\"mono\">(?<value>[^<]*)</")]
    private static partial Regex Shown();
}
