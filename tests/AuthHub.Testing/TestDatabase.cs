namespace AuthHub.Testing;

/// <summary>A database for one test or test class; disposing drops it.</summary>
public sealed class TestDatabase(string name, string connectionString) : IAsyncDisposable
{
    public string ConnectionString => connectionString;

    public async ValueTask DisposeAsync() => await PostgreSqlFixture.DropAsync(name);
}
