using AuthHub.Storage.PostgreSql;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql;

namespace AuthHub.Storage.Tests.PostgreSql;

/// <summary>The three generated copies of the mapping are as new as the mapping; how to make them anew stands in <c>DesignTime.cs</c>.</summary>
public sealed class MappingTests
{
    [Fact]
    public void Every_change_of_the_mapping_has_its_migration()
    {
        using var db = Db(PostgreSqlStorage.ConfigureMapping);

        Assert.False(db.Database.HasPendingModelChanges());
    }

    [Fact]
    public void The_schema_script_is_the_migrations()
    {
        using var db = Db(PostgreSqlStorage.ConfigureMapping);

        var script = db.GetService<IMigrator>().GenerateScript(options: MigrationsSqlGenerationOptions.Idempotent);

        Assert.Equal(script.ReplaceLineEndings().Trim(), Migrating.Schema.ReplaceLineEndings().Trim());
    }

    [Fact]
    public void The_compiled_model_is_the_mapping()
    {
        using var mapping = Db(PostgreSqlStorage.ConfigureMapping);
        using var compiled = Db(PostgreSqlStorage.Configure);

        Assert.NotSame(mapping.Model.GetType(), compiled.Model.GetType());
        Assert.Equal(Describe(mapping), Describe(compiled));
    }

    private static string Describe(AuthHubDb db) =>
        db.Model.ToDebugString(MetadataDebugStringOptions.LongDefault) + db.Model.GetRelationalModel().ToDebugString(MetadataDebugStringOptions.LongDefault);

    private static AuthHubDb Db(Func<DbContextOptionsBuilder, NpgsqlDataSource, DbContextOptionsBuilder> configure)
    {
        var options = new DbContextOptionsBuilder<AuthHubDb>();
        configure(options, NpgsqlDataSource.Create("Host=localhost"));
        return new AuthHubDb(options.Options);
    }
}
