using System.Security.Cryptography;
using AuthHub.SignIn.Authenticators;
using AuthHub.Storage.Secrets;
using Microsoft.Extensions.DependencyInjection;

namespace AuthHub.Storage.Tests.Secrets;

public sealed class MasterKeyCheckTests : StorageTest
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("authhub-key-");

    private string KeyFile => Path.Combine(_folder.FullName, "deep", "master.key");

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task The_first_start_makes_a_key_that_only_its_owner_reads_and_later_starts_keep_it()
    {
        var box = await StartAsync();
        var sealedByFirst = box.Seal([1, 2, 3], "context");

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(KeyFile));
        Assert.Equal([1, 2, 3], (await StartAsync()).Open(sealedByFirst, "context"));
    }

    [Fact]
    public async Task A_missing_key_stops_the_start_and_is_never_replaced()      // KEY-08
    {
        await StartAsync();
        File.Delete(KeyFile);

        var failure = await Assert.ThrowsAsync<MasterKeyException>(() => StartAsync());

        Assert.Contains("is missing", failure.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(KeyFile));
    }

    [Fact]
    public async Task A_wrong_key_stops_the_start()
    {
        await StartAsync();

        var failure = await Assert.ThrowsAsync<MasterKeyException>(() => StartAsync(NewKey()));

        Assert.Contains("not the one this database was sealed with", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_new_key_beside_the_old_one_is_taken()
    {
        await StartAsync(Hosts.MasterKey);
        var both = NewKey() + " " + Hosts.MasterKey;

        await StartAsync(both);

        await StartAsync(both);
        await Assert.ThrowsAsync<MasterKeyException>(() => StartAsync(Hosts.MasterKey));
    }

    [Fact]
    public async Task Of_nodes_that_start_at_once_with_different_keys_one_wins()
    {
        var started = await AtOnceAsync(4, async _ =>
        {
            try
            {
                await StartAsync(NewKey());
                return true;
            }
            catch (MasterKeyException)
            {
                return false;
            }
        });

        Assert.Single(started, s => s);
    }

    private static string NewKey() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    /// <summary>What a start does about the master key, by a node of its own.</summary>
    private async Task<ISecretBox> StartAsync(string? key = null)
    {
        var services = Hosts.Services(ConnectionString, Clock, ("Storage:MasterKey", key), ("Storage:MasterKeyFile", KeyFile)).BuildServiceProvider();
        await using var scope = services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<MasterKeyCheck>().RunAsync(Token);
        return services.GetRequiredService<ISecretBox>();
    }
}
