using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Npgsql;

namespace AuthHub.Storage.PostgreSql;

/// <summary>Lets the EF tools see the mapping without a server. A new migration, from the root of the repository:
/// <code>
/// dotnet tool install dotnet-ef --version 10.0.14 --tool-path /tmp/ef
/// /tmp/ef/dotnet-ef migrations add Name --project src/AuthHub.Storage.PostgreSql --output-dir Migrations
/// </code>
/// </summary>
internal sealed class DesignTime : IDesignTimeDbContextFactory<AuthHubDb>
{
    public AuthHubDb CreateDbContext(string[] args)
    {
        var options = new DbContextOptionsBuilder<AuthHubDb>();
        PostgreSqlStorage.Configure(options, NpgsqlDataSource.Create("Host=localhost"));
        return new AuthHubDb(options.Options);
    }
}
