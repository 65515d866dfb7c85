using System.Security.Cryptography;
using System.Text;
using AuthHub.SignIn.Authenticators;
using AuthHub.Storage.Secrets;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace AuthHub.Storage.Tests.Secrets;

public sealed class SealedRowsTests : StorageTest
{
    [Fact]
    public async Task KEY_03_a_dump_shows_no_secret_and_a_swapped_row_does_not_open()
    {
        const string Seed = "JBSWY3DPEHPK3PXP";
        var (anna, bert) = (await AddUserAsync("anna"), await AddUserAsync("bert"));
        var box = Get<ISecretBox>();
        var mine = await BindAsync(anna.Id, box, Seed);
        var other = await BindAsync(bert.Id, box, "ANOTHERSEED");

        var dump = await DumpAsync();
        Assert.Contains("anna", dump, StringComparison.Ordinal);
        Assert.DoesNotContain(Seed, dump, StringComparison.Ordinal);
        Assert.DoesNotContain(Convert.ToHexStringLower(Encoding.UTF8.GetBytes(Seed)), dump, StringComparison.Ordinal);

        var row = (await Get<IAuthenticators>().FindAsync(anna.Id, mine.Id, Token))!;
        Assert.Equal(Seed, Encoding.UTF8.GetString(box.Open(row.SealedState, Context(mine))));
        Assert.ThrowsAny<CryptographicException>(() => box.Open(other.SealedState, Context(mine)));
    }

    [Fact]
    public async Task Keys_of_cookies_are_shared_by_nodes_and_unreadable_in_the_database()
    {
        var cookie = Services.GetRequiredService<IDataProtectionProvider>().CreateProtector("cookie").Protect("session 1");
        await using var otherNode = Hosts.Services(ConnectionString, Clock).BuildServiceProvider();

        Assert.Equal("session 1", otherNode.GetRequiredService<IDataProtectionProvider>().CreateProtector("cookie").Unprotect(cookie));

        var xml = Services.GetRequiredService<IOptions<KeyManagementOptions>>().Value.XmlRepository!.GetAllElements().Single();
        var key = xml.Descendants("value").Single().Value;
        var dump = await DumpAsync();
        Assert.DoesNotContain(key, dump, StringComparison.Ordinal);
        Assert.DoesNotContain(Convert.ToHexStringLower(Encoding.UTF8.GetBytes(key)), dump, StringComparison.Ordinal);
        Assert.DoesNotContain(Convert.ToHexStringLower("masterKey"u8.ToArray()), dump, StringComparison.Ordinal);
    }

    private static string Context(Authenticator authenticator) => $"authenticator:{authenticator.UserId}:{authenticator.Id}";

    private async Task<Authenticator> BindAsync(Guid user, ISecretBox box, string seed)
    {
        var authenticator = Some.Authenticator(user, Clock.Now);
        authenticator.SealedState = box.Seal(Encoding.UTF8.GetBytes(seed), Context(authenticator));
        await Get<IAuthenticators>().AddAsync(authenticator, 5, Token);
        return authenticator;
    }

    /// <summary>Every row of every table as text, binary columns in hexadecimal.</summary>
    private async Task<string> DumpAsync()
    {
        await using var scope = Scope();
        var db = Of<AuthHubDb>(scope);
        var tables = await db.Database.SqlQuery<string>($"SELECT tablename::text AS \"Value\" FROM pg_tables WHERE schemaname = 'public'").ToListAsync(Token);
        var dump = new StringBuilder();
        foreach (var table in tables)
        {
#pragma warning disable EF1002 // Names from the catalogue.
            dump.AppendJoin('\n', await db.Database.SqlQueryRaw<string>($"SELECT row_to_json(t)::text AS \"Value\" FROM \"{table}\" t").ToListAsync(Token));
#pragma warning restore EF1002
        }

        return dump.ToString();
    }
}
