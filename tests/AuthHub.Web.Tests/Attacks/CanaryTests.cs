using System.Text.RegularExpressions;
using AuthHub.Methods.Totp;
using AuthHub.Storage;
using AuthHub.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace AuthHub.Web.Tests.Attacks;

/// <summary>OUT-05: a whole life with the host, then a search for every secret of it in all that was logged, recorded and stored.</summary>
public sealed partial class CanaryTests(AuthHubHost host) : IClassFixture<AuthHubHost>
{
    [Fact]
    public async Task OUT_05_No_secret_is_logged_recorded_or_stored_readably()
    {
        const string phone = "+37120000777";
        var app = await host.AddAppAsync(demand: "medium");
        List<string> secrets = [app.Secret];

        // Set up an app inside the login, with a wrong password and a wrong code on the way.
        var (first, visitor) = (await host.AddPersonAsync(email: "canary@example.org"), host.Visitor());
        await visitor.StartAsync(app, ("scope", "openid profile email offline_access"));
        await visitor.UsernameAsync(first.Username);
        await visitor.PasswordAsync("a mistyped passphrase");
        await visitor.PasswordAsync(first.Password);
        await visitor.ChooseAsync("totp");
        var key = Key().Match(visitor.At.Html).Groups[1].Value;
        await visitor.SubmitAsync(("code", "918273"));
        var code = TotpCode.Of(Base32.Decode(key), TotpCode.StepOf(host.Clock.Now));
        await visitor.SubmitAsync(("code", code), ("label", "Phone"));
        secrets.AddRange([first.Password, "a mistyped passphrase", key, Convert.ToHexString(Base32.Decode(key)!), Convert.ToBase64String(Base32.Decode(key)!), code, "918273", visitor.At.Code!]);
        var tokens = await visitor.FinishAsync();
        await visitor.UserInfoAsync(tokens.AccessToken);
        var refreshed = await visitor.RefreshAsync(tokens.RefreshToken);
        secrets.AddRange([tokens.AccessToken, tokens.RefreshToken, tokens.IdToken, refreshed.AccessToken, refreshed.RefreshToken, visitor.State, visitor.Nonce]);

        // Theft is noticed and refused: a code and a refresh token twice, a secret that is wrong, a text message.
        await visitor.RedeemAsync(secrets[8]);
        await visitor.RefreshAsync(tokens.RefreshToken);
        var other = host.Visitor();
        var second = await host.AddPersonAsync(phone: phone);
        await other.SignInAsync(app, second);
        secrets.AddRange([host.Outbox.NewestCode(phone), other.At.Code!, phone]);
        secrets.AddRange(visitor.Cookies.Values.Concat(other.Cookies.Values));
        await visitor.OpenAsync("/connect/endsession?id_token_hint=" + refreshed.IdToken);

        Assert.All(secrets, secret => Assert.True(secret.Length >= 6));
        Assert.All(secrets, secret => Assert.DoesNotContain(host.Log.Lines, line => line.ToString().Contains(secret, StringComparison.OrdinalIgnoreCase)));
        var tables = await DumpAsync();
        Assert.All(secrets.Except([visitor.Nonce, visitor.State]), secret => Assert.DoesNotContain(secret, tables, StringComparison.Ordinal));
    }

    /// <summary>Every row of every table as text.</summary>
    private Task<string> DumpAsync() => host.WithAsync(async (AuthHubDb db) =>
    {
        var all = new System.Text.StringBuilder();
        foreach (var table in db.Model.GetEntityTypes().Select(entity => entity.GetTableName()!).Distinct())
        {
#pragma warning disable EF1002 // Names of the model's own making.
            all.AppendJoin('\n', await db.Database.SqlQueryRaw<string>($"SELECT t::text AS \"Value\" FROM \"{table}\" t").ToListAsync());
#pragma warning restore EF1002
        }

        Assert.True(all.Length > 1000);
        return all.ToString();
    });

    [GeneratedRegex("data-copy=\"([A-Z2-7]+)\"")]
    private static partial Regex Key();
}
