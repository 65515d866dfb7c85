using AuthHub.SignIn;
using AuthHub.SignIn.Runs;
using AuthHub.SignIn.Users;
using AuthHub.Storage.Changes;
using AuthHub.Storage.PostgreSql;
using AuthHub.Storage.PostgreSql.Cluster;
using AuthHub.Storage.Secrets;
using AuthHub.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;

namespace AuthHub.Storage.Tests.PostgreSql;

/// <summary>Whole hosts that start and stop as AuthHub does.</summary>
public sealed class StorageStartTests : IDisposable
{
    private readonly DirectoryInfo _folder = Hosts.TemporaryFolder();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_host_without_connection_string_brings_its_own_database_and_finds_it_again()
    {
        using (var first = Build())
        {
            await first.StartAsync(Token);
            Assert.True(await HealthyAsync(first));
            await InScopeAsync<IUsers>(first, users => users.AddAsync([new NewUser(Some.User("anna", TimeProvider.System.GetUtcNow()), [])], Token));
            await first.StopAsync(Token);
            Assert.False(await HealthyAsync(first));
        }

        using var second = Build();
        await second.StartAsync(Token);
        await InScopeAsync<IUsers>(second, async users => Assert.NotNull(await users.FindByIdentifierAsync("anna", Token)));
        await second.Services.GetRequiredService<OwnCluster>().EraseAsync();
        await second.StopAsync(Token);
    }

    [Fact]
    public async Task A_host_recovers_alone_when_its_database_is_killed()
    {
        using var host = Build();
        await host.StartAsync(Token);
        var cluster = host.Services.GetRequiredService<OwnCluster>();

        Hosts.Kill(cluster.ServerProcessId);

        await EventuallyAsync(async () => !await HealthyAsync(host));
        await EventuallyAsync(() => HealthyAsync(host));
        await cluster.EraseAsync();
        await host.StopAsync(Token);
    }

    [Fact]
    public async Task A_database_that_comes_later_is_waited_for_in_the_background()
    {
        await using var server = new OwnCluster(_folder.FullName, NullLogger<OwnCluster>.Instance);
        using var host = Build(("ConnectionStrings:AuthHub", server.ConnectionString("authhub")), ("Storage:MasterKey", Hosts.MasterKey));

        await host.StartAsync(Token);
        Assert.False(await HealthyAsync(host));

        await server.StartAsync(Token);
        await EventuallyAsync(() => HealthyAsync(host));
        await host.StopAsync(Token);
        await server.EraseAsync();
    }

    [Fact]
    public async Task A_wrong_master_key_stops_the_start()
    {
        await using var database = await PostgreSqlFixture.NewDatabaseAsync();
        using (var first = Build(("ConnectionStrings:AuthHub", database.ConnectionString), ("Storage:MasterKey", Hosts.MasterKey)))
        {
            await first.StartAsync(Token);
            await first.StopAsync(Token);
        }

        using var second = Build(("ConnectionStrings:AuthHub", database.ConnectionString));

        await Assert.ThrowsAsync<MasterKeyException>(() => second.StartAsync(Token));
    }

    [Fact]
    public async Task Nodes_that_start_at_once_on_an_empty_server_all_start()
    {
        await using var server = new OwnCluster(_folder.FullName, NullLogger<OwnCluster>.Instance);
        await server.StartAsync(Token);
        var hosts = Enumerable.Range(0, 3)
            .Select(_ => Build(("ConnectionStrings:AuthHub", server.ConnectionString("authhub")), ("Storage:MasterKey", Hosts.MasterKey))).ToList();

        await Task.WhenAll(hosts.Select(h => Task.Run(() => h.StartAsync(Token))));

        foreach (var host in hosts)
        {
            Assert.True(await HealthyAsync(host));
            await host.StopAsync(Token);
            host.Dispose();
        }

        await server.EraseAsync();
    }

    [Fact]
    public async Task A_change_is_told_to_other_nodes_when_its_transaction_commits()
    {
        await using var database = await PostgreSqlFixture.NewDatabaseAsync();
        var (clients, keys) = (new Listener("clients"), new Listener("keys"));
        using var here = Build(("ConnectionStrings:AuthHub", database.ConnectionString), ("Storage:MasterKey", Hosts.MasterKey));
        using var there = Build([clients, keys], ("ConnectionStrings:AuthHub", database.ConnectionString), ("Storage:MasterKey", Hosts.MasterKey));
        await here.StartAsync(Token);
        await there.StartAsync(Token);
        await EventuallyAsync(() => Task.FromResult((clients.Heard, keys.Heard) == (1, 1)));

        await using (var scope = here.Services.CreateAsyncScope())
        {
            await scope.ServiceProvider.GetRequiredService<ITransactions>().RunAsync(
                async token =>
                {
                    await scope.ServiceProvider.GetRequiredService<IChangeNotices>().PublishAsync("clients", token);
                    await Task.Delay(200, token);
                    Assert.Equal(1, clients.Heard);
                    return true;
                },
                Token);
        }

        await EventuallyAsync(() => Task.FromResult((clients.Heard, keys.Heard) == (2, 1)));
        await here.StopAsync(Token);
        await there.StopAsync(Token);
    }

    [Fact]
    public async Task Housekeeping_deletes_what_expired_on_one_node_at_a_time()
    {
        await using var database = await PostgreSqlFixture.NewDatabaseAsync();
        using var host = Build(("ConnectionStrings:AuthHub", database.ConnectionString), ("Storage:MasterKey", Hosts.MasterKey));
        var past = TimeProvider.System.GetUtcNow().AddDays(-1);
        var housekeeping = ActivatorUtilities.CreateInstance<Housekeeping>(host.Services);
        await InScopeAsync<IChallenges>(host, challenges => challenges.PutAsync(Some.Challenge("run:1", Guid.Empty, past), Token));

        await using (var scope = host.Services.CreateAsyncScope())
        {
            await scope.ServiceProvider.GetRequiredService<ITransactions>().RunAsync(
                async token =>
                {
                    await scope.ServiceProvider.GetRequiredService<AuthHubDb>().Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock({Housekeeping.LockKey})", token);
                    Assert.Equal(-1, await housekeeping.CleanAsync(token));
                    return true;
                },
                Token);
        }

        Assert.Equal(1, await housekeeping.CleanAsync(Token));
        Assert.Equal(0, await housekeeping.CleanAsync(Token));
    }

    private static async Task<bool> HealthyAsync(IHost host) => await host.Services.GetRequiredService<IStorageHealth>().CheckAsync(Token);

    private static async Task InScopeAsync<T>(IHost host, Func<T, Task> work)
        where T : notnull
    {
        await using var scope = host.Services.CreateAsyncScope();
        await work(scope.ServiceProvider.GetRequiredService<T>());
    }

    private static async Task EventuallyAsync(Func<Task<bool>> condition)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        while (!await condition())
        {
            await Task.Delay(20, patience.Token);
        }
    }

    private IHost Build(params (string Key, string Value)[] settings) => Build([], settings);

    private IHost Build(IReadOnlyList<IChangeListener> listeners, params (string Key, string Value)[] settings)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection([new("Storage:DataFolder", _folder.FullName), .. settings.Select(s => new KeyValuePair<string, string?>(s.Key, s.Value))]);
        builder.Services.AddSignInStores().AddPostgreSql(builder.Configuration);
        foreach (var listener in listeners)
        {
            builder.Services.AddSingleton(listener);
        }

        return builder.Build();
    }

    private sealed class Listener(string topic) : IChangeListener
    {
        private int _heard;

        public string Topic => topic;

        public int Heard => _heard;

        public void Changed() => Interlocked.Increment(ref _heard);
    }
}
