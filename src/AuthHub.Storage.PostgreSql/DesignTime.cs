using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Npgsql;

namespace AuthHub.Storage.PostgreSql;

/// <summary>Lets the EF tools see the mapping without a server. After a change of the mapping, from the root of the repository:
/// <code>
/// dotnet tool install dotnet-ef --version 10.0.14 --tool-path /tmp/ef
/// /tmp/ef/dotnet-ef migrations add Name --project src/AuthHub.Storage.PostgreSql --output-dir Migrations
/// /tmp/ef/dotnet-ef migrations script --idempotent --project src/AuthHub.Storage.PostgreSql --output src/AuthHub.Storage.PostgreSql/Migrations/Schema.sql
/// /tmp/ef/dotnet-ef dbcontext optimize --project src/AuthHub.Storage.PostgreSql --output-dir Compiled --namespace AuthHub.Storage.PostgreSql.Compiled
/// </code>
/// A test fails while one of the three is missing.
/// </summary>
internal sealed class DesignTime : IDesignTimeDbContextFactory<AuthHubDb>
{
    public AuthHubDb CreateDbContext(string[] args)
    {
        var options = new DbContextOptionsBuilder<AuthHubDb>();
        PostgreSqlStorage.ConfigureMapping(options, NpgsqlDataSource.Create("Host=localhost"));
        return new AuthHubDb(options.Options);
    }
}
