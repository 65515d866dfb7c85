using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using AuthHub.OpenId.Registration;
using AuthHub.SignIn.Audit;
using AuthHub.SignIn.Users;

namespace AuthHub.Web.Tests.Admin;

/// <summary>What administrators do to initial access tokens.</summary>
public sealed partial class TokensTests(AdminHost host) : IClassFixture<AdminHost>
{
    [Fact]
    public async Task ADM_11_A_token_is_shown_once_and_kept_as_a_hash()
    {
        using var admin = await AdminAsync();
        var id = await admin.HiddenAsync("/admin/tokens", "id");

        using var made = await admin.SendAsync("/admin/tokens", null, ("id", id), ("note", "Wiki <b>team"), ("uses", "3"), ("days", "2"));
        using var reload = await admin.SendAsync("/admin/tokens", null, ("id", id), ("note", "Wiki <b>team"), ("uses", "3"), ("days", "2"));

        var page = await made.Content.ReadAsStringAsync();
        var token = Shown().Match(page).Groups["value"].Value;
        Assert.True(made.Headers.CacheControl!.NoStore);
        Assert.Equal("/admin/tokens?done=token-shown", reload.Headers.Location?.OriginalString);
        var stored = Assert.Single(await TokensAsync(), one => one.Note == "Wiki <b>team");
        Assert.Equal(SHA256.HashData(Encoding.UTF8.GetBytes(token)), stored.TokenHash);
        Assert.Equal((3, TimeSpan.FromDays(2)), (stored.UsesLeft, stored.ExpiresAt - stored.CreatedAt));
        var list = await admin.TextAsync("/admin/tokens");
        Assert.Contains("Wiki &lt;b&gt;team", list, StringComparison.Ordinal);
        Assert.DoesNotContain(token, list + await admin.TextAsync("/admin/audit"), StringComparison.Ordinal);
        Assert.Contains(await EventsAsync(AuditTypes.RegistrationTokenIssued), one => one.ActorId == admin.Person!.Id);
    }

    [Fact]
    public async Task A_token_taken_back_opens_nothing_any_more()
    {
        using var admin = await AdminAsync();
        using var made = await admin.SendAsync("/admin/tokens", null, ("id", await admin.HiddenAsync("/admin/tokens", "id")), ("note", "To be revoked"), ("uses", "1"), ("days", "1"));
        var stored = Assert.Single(await TokensAsync(), one => one.Note == "To be revoked");

        using var revoked = await admin.SendAsync("/admin/tokens", "Revoke", ("token", stored.Id.ToString("N")));
        using var again = await admin.SendAsync("/admin/tokens", "Revoke", ("token", stored.Id.ToString("N")));
        using var nothing = await admin.SendAsync("/admin/tokens", "Revoke", ("token", "x"));

        Assert.Equal("/admin/tokens?done=token-revoked", revoked.Headers.Location?.OriginalString);
        Assert.All([again, nothing], answer => Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode));
        Assert.False(await host.WithAsync<IInitialAccessTokens, bool>(tokens => tokens.TryUseAsync(stored.TokenHash, host.Clock.Now, default)));
        Assert.Contains(await EventsAsync(AuditTypes.RegistrationTokenRevoked), one => one.Detail == "To be revoked");
    }

    [Theory]
    [InlineData("note", "")]
    [InlineData("note", "two\nlines")]
    [InlineData("uses", "0")]
    [InlineData("uses", "1001")]
    [InlineData("uses", "-1")]
    [InlineData("uses", "1e2")]
    [InlineData("days", "366")]
    [InlineData("days", "99999999999999999999")]
    public async Task What_cannot_be_a_token_is_refused_beside_its_field(string field, string value)
    {
        using var admin = await AdminAsync();
        (string Name, string Value)[] fields = [("id", Guid.CreateVersion7().ToString("N")), ("note", "Never made"), ("uses", "1"), ("days", "1")];

        using var answer = await admin.SendAsync("/admin/tokens", null, [.. fields.Select(one => one.Name == field ? (field, value) : one)]);

        Assert.Contains($"id=\"{field}-error\"", await admin.RefusalAsync(answer), StringComparison.Ordinal);
        Assert.DoesNotContain(await TokensAsync(), one => one.Note == "Never made");
    }

    [Fact]
    public async Task Where_registration_is_off_the_page_says_so()
    {
        using var admin = await AdminAsync();

        Assert.Contains("OpenId:Registration", await admin.TextAsync("/admin/tokens"), StringComparison.Ordinal);
        using var nameless = await admin.SendAsync("/admin/tokens", null, ("id", "x"), ("note", "Nameless"), ("uses", "1"), ("days", "1"));
        Assert.Equal(HttpStatusCode.NotFound, nameless.StatusCode);
    }

    private Task<IReadOnlyList<InitialAccessToken>> TokensAsync() => host.WithAsync<IInitialAccessTokens, IReadOnlyList<InitialAccessToken>>(tokens => tokens.AllAsync(default));

    private Task<IReadOnlyList<AuditEvent>> EventsAsync(string type) => host.WithAsync<IAudit, IReadOnlyList<AuditEvent>>(audit => audit.ReadAsync(new AuditFilter(type), 0, 50, default));

    private async Task<AdminBrowser> AdminAsync() => await host.SignInAsync(
        await host.AddPersonAsync("t" + Convert.ToHexString(RandomNumberGenerator.GetBytes(8)), roles: WellKnownRoles.Administrator), "password", "totp");

    [GeneratedRegex("<span class=\"mono\">(?<value>ahi_[^<]*)</")]
    private static partial Regex Shown();
}
