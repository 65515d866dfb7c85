using System.Data.Common;
using System.Runtime.CompilerServices;
using AuthHub.SignIn.Throttling;
using AuthHub.Storage.Changes;
using AuthHub.Storage.PostgreSql.Cluster;
using AuthHub.Storage.PostgreSql.Counters;
using AuthHub.Storage.PostgreSql.Notices;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

[assembly: InternalsVisibleTo("AuthHub.Storage.Tests")]

namespace AuthHub.Storage.PostgreSql;

/// <summary>PostgreSQL as AuthHub's database: the server named by <c>ConnectionStrings:AuthHub</c>, else one that AuthHub runs itself.</summary>
public static class PostgreSqlStorage
{
    /// <summary>Name of the database inside the cluster AuthHub runs itself.</summary>
    public const string DatabaseName = "authhub";

    public static IServiceCollection AddPostgreSql(this IServiceCollection services, IConfiguration configuration)
    {
        var given = configuration.GetConnectionString("AuthHub");
        if (string.IsNullOrWhiteSpace(given))
        {
            services.AddSingleton(s => new OwnCluster(s.GetRequiredService<IOptions<StorageSettings>>().Value.DataFolder, s.GetRequiredService<ILogger<OwnCluster>>()));
            services.AddSingleton(s => NpgsqlDataSource.Create(s.GetRequiredService<OwnCluster>().ConnectionString(DatabaseName)));
        }
        else
        {
            var connectionString = Impatient(given);
            services.AddSingleton(_ => NpgsqlDataSource.Create(connectionString));
        }

        services.AddDbContextPool<AuthHubDb>((s, options) => Configure(options, s.GetRequiredService<NpgsqlDataSource>()));
        services.AddSingleton<IThrottle, Throttle>();
        services.AddScoped<IChangeNotices, ChangePublisher>();

        services.AddSingleton<StorageStart>();
        services.AddSingleton<IStorageHealth>(s => s.GetRequiredService<StorageStart>());
        services.AddSingleton<IHostedService>(s => s.GetRequiredService<StorageStart>());
        services.AddHostedService<ChangeNotices>();
        services.AddHostedService<Housekeeping>();
        return services;
    }

    /// <summary>The mapping's options for a data source; what stores expect and handle (a lost race, a taken name) is no error in the log.</summary>
    internal static DbContextOptionsBuilder Configure(DbContextOptionsBuilder options, NpgsqlDataSource source) =>
        ConfigureMapping(options, source).UseModel(Compiled.AuthHubDbModel.Instance);

    /// <summary>The same without the compiled model, so that EF reads the mapping itself: for its tools and for the test of the compiled one.</summary>
    internal static DbContextOptionsBuilder ConfigureMapping(DbContextOptionsBuilder options, NpgsqlDataSource source) => options
        .UseNpgsql(source, npgsql => npgsql.MigrationsAssembly(typeof(PostgreSqlStorage).Assembly.GetName().Name))
        .ConfigureWarnings(warnings => warnings.Log(
            (RelationalEventId.CommandError, LogLevel.Debug),
            (RelationalEventId.ConnectionError, LogLevel.Debug),
            (RelationalEventId.CommandExecuted, LogLevel.Debug),
            (CoreEventId.SaveChangesFailed, LogLevel.Debug),
            (CoreEventId.QueryIterationFailed, LogLevel.Debug)));

    /// <summary>Nobody waits long for a server that is gone, unless the connection string says so itself.</summary>
    internal static string Impatient(string connectionString)
    {
        var builder = Read(connectionString);
        var said = new DbConnectionStringBuilder { ConnectionString = builder.ConnectionString };
        builder.Timeout = said.ContainsKey("Timeout") ? builder.Timeout : 5;
        builder.CommandTimeout = said.ContainsKey("Command Timeout") ? builder.CommandTimeout : 10;
        builder.ApplicationName ??= "AuthHub";

        // As in the own cluster: undoing what nobody did costs more than a small query.
        builder.NoResetOnClose = !said.ContainsKey("No Reset On Close") || builder.NoResetOnClose;
        return builder.ConnectionString;
    }

    /// <summary>Refuses rubbish with a sentence that repeats nothing of it: it may hold a password.</summary>
    private static NpgsqlConnectionStringBuilder Read(string connectionString)
    {
        try
        {
            var builder = new NpgsqlConnectionStringBuilder(connectionString);
            if (!string.IsNullOrWhiteSpace(builder.Host))
            {
                return builder;
            }
        }
        catch (Exception wrong) when (wrong is ArgumentException or FormatException or InvalidCastException)
        {
            // The sentence follows.
        }

        throw new OptionsValidationException("ConnectionStrings:AuthHub", typeof(StorageSettings), ["ConnectionStrings:AuthHub is no PostgreSQL connection string such as Host=db.example.org;Database=authhub;Username=authhub;Password=..."]);
    }
}
