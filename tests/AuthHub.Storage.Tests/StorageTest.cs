using AuthHub.SignIn.Users;
using AuthHub.Storage.PostgreSql;
using AuthHub.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace AuthHub.Storage.Tests;

/// <summary>A test with a database of its own and the stores as the host registers them.</summary>
public abstract class StorageTest : IAsyncLifetime
{
    private readonly List<AsyncServiceScope> _scopes = [];
    private TestDatabase _database = null!;
    private ServiceProvider _services = null!;

    protected ServiceProvider Services => _services;

    protected AdjustableClock Clock { get; } = new();

    protected string ConnectionString => _database.ConnectionString;

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _database = await PostgreSqlFixture.NewDatabaseAsync();
        _services = Hosts.Services(_database.ConnectionString, Clock).BuildServiceProvider();
    }

    public virtual async ValueTask DisposeAsync()
    {
        foreach (var scope in _scopes)
        {
            await scope.DisposeAsync();
        }

        await _services.DisposeAsync();
        await _database.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>A store in a scope of its own, as if another request used it.</summary>
    protected T Get<T>()
        where T : notnull
    {
        var scope = _services.CreateAsyncScope();
        lock (_scopes)
        {
            _scopes.Add(scope);
        }

        return scope.ServiceProvider.GetRequiredService<T>();
    }

    /// <summary>A store that shares its scope, and so its transaction, with others.</summary>
    protected static T Of<T>(AsyncServiceScope scope)
        where T : notnull => scope.ServiceProvider.GetRequiredService<T>();

    protected AsyncServiceScope Scope() => _services.CreateAsyncScope();

    protected async Task<User> AddUserAsync(string username = "anna", Action<User>? change = null)
    {
        var user = Some.User(username, Clock.Now);
        change?.Invoke(user);
        await Get<IUsers>().AddAsync([new NewUser(user, [])], Token);
        return user;
    }

    /// <summary>Does the same work many times at once, each in a scope of its own.</summary>
    protected static async Task<T[]> AtOnceAsync<T>(int times, Func<int, Task<T>> work) =>
        await Task.WhenAll(Enumerable.Range(0, times).Select(i => Task.Run(() => work(i))));
}
