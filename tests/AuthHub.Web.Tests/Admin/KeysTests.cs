using System.Net;
using AuthHub.OpenId.Keys;
using AuthHub.SignIn.Audit;
using AuthHub.SignIn.Users;
using Microsoft.Extensions.DependencyInjection;

namespace AuthHub.Web.Tests.Admin;

/// <summary>What administrators do to signing keys.</summary>
public sealed class KeysTests(AdminHost host) : IClassFixture<AdminHost>
{
    [Fact]
    public async Task KEY_01_Keys_are_rotated_once_however_often_the_form_is_sent()
    {
        using var admin = await AdminAsync();
        var (before, mark) = (await KeysAsync(), await admin.HiddenAsync("/admin/keys", "replaces"));
        var next = before.Single(key => key is { Algorithm: "ES256", State: KeyStates.Next }).Kid;

        using var first = await admin.SendAsync("/admin/keys", "Rotate", ("replaces", mark));
        using var again = await admin.SendAsync("/admin/keys", "Rotate", ("replaces", mark));
        using var none = await admin.SendAsync("/admin/keys", "Rotate");

        Assert.Equal("/admin/keys?done=keys-rotated", first.Headers.Location?.OriginalString);
        Assert.All([again, none], answer => Assert.Equal("/admin/keys?done=keys-changed", answer.Headers.Location?.OriginalString));
        var after = await KeysAsync();
        Assert.Equal(next, after.Single(key => key is { Algorithm: "ES256", State: KeyStates.Current }).Kid);
        Assert.Equal(5, after.Count - before.Count);
        Assert.Contains("the next ones are in use", await admin.TextAsync("/admin/keys?done=keys-rotated"), StringComparison.Ordinal);
        var page = await admin.TextAsync("/admin/keys");
        Assert.All(after, key => Assert.Contains(key.Kid, page, StringComparison.Ordinal));
        Assert.Equal("rotated", Assert.Single(await EventsAsync(), one => one.ActorId == admin.Person!.Id).Detail);
    }

    [Fact]
    public async Task KEY_02_A_forgotten_key_is_gone_at_once()
    {
        using var admin = await AdminAsync();
        var kid = (await KeysAsync()).Single(key => key is { Algorithm: "PS256", State: KeyStates.Current }).Kid;

        using var done = await admin.SendAsync("/admin/keys", "Forget", ("kid", kid));
        using var again = await admin.SendAsync("/admin/keys", "Forget", ("kid", kid));
        using var nothing = await admin.SendAsync("/admin/keys", "Forget");

        Assert.Equal("/admin/keys?done=key-forgotten", done.Headers.Location?.OriginalString);
        Assert.All([again, nothing], answer => Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode));
        Assert.DoesNotContain(await KeysAsync(), key => key.Kid == kid);
        Assert.DoesNotContain(kid, await admin.TextAsync("/connect/jwks"), StringComparison.Ordinal);
        Assert.Contains(await EventsAsync(), one => one.Detail == $"forgotten: {kid}" && one.ActorId == admin.Person!.Id);
    }

    private async Task<IReadOnlyList<StoredSigningKey>> KeysAsync() => [.. (await host.App.Services.GetRequiredService<KeyRing>().ReadAsync(default)).Records];

    private Task<IReadOnlyList<AuditEvent>> EventsAsync() => host.WithAsync<IAudit, IReadOnlyList<AuditEvent>>(audit => audit.ReadAsync(new AuditFilter(AuditTypes.KeysChanged), 0, 50, default));

    private async Task<AdminBrowser> AdminAsync() => await host.SignInAsync(
        await host.AddPersonAsync("k" + Convert.ToHexString(System.Security.Cryptography.RandomNumberGenerator.GetBytes(8)), roles: WellKnownRoles.Administrator), "password", "totp");
}
