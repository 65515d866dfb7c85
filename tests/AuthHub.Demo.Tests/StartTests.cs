using System.Net;
using AuthHub.Testing;
using Npgsql;

namespace AuthHub.Demo.Tests;

/// <summary>What whoever starts AuthHub or its demo reads when it cannot start, and what a fresh start leaves.</summary>
public sealed class StartTests
{
    [Theory]
    [InlineData("AuthHub.Demo.dll")]
    [InlineData("AuthHub.Web.dll")]
    public async Task A_rubbish_connection_string_is_one_sentence_that_repeats_nothing(string program)
    {
        using var folder = new DemoFolder();
        foreach (var rubbish in (string[])["nonsense", "Host=x;Pasword=secret-word", "Database=x", "Host=x;Port=secret-word"])
        {
            await using var demo = new DemoProcess(folder.Data, rubbish, program);

            var sentence = await demo.FailedStartAsync();

            Assert.StartsWith("ConnectionStrings:AuthHub is no PostgreSQL connection string", sentence, StringComparison.Ordinal);
            Assert.DoesNotContain("secret-word", demo.ToString(), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("AuthHub.Demo.dll")]
    [InlineData("AuthHub.Web.dll")]
    public async Task A_database_that_refuses_is_one_sentence(string program)
    {
        using var folder = new DemoFolder();
        await using var database = await PostgreSqlFixture.NewDatabaseAsync();
        var stranger = new NpgsqlConnectionStringBuilder(database.ConnectionString) { Username = "stranger", Password = "secret-word" }.ConnectionString;
        foreach (var arguments in program == "AuthHub.Demo.dll" ? new string[][] { [], ["--fresh"] } : [[]])
        {
            await using var demo = new DemoProcess(folder.Data, stranger, program, arguments);

            Assert.StartsWith("PostgreSQL refuses AuthHub (ConnectionStrings:AuthHub): ", await demo.FailedStartAsync(), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("AuthHub.Demo.dll", "AUTHHUB_DEMO_DATA")]
    [InlineData("AuthHub.Web.dll", "Storage:DataFolder")]
    public async Task A_data_folder_that_cannot_be_made_is_one_sentence(string program, string setting)
    {
        await using var demo = new DemoProcess("/proc/nothing/here", null, program);

        var sentence = await demo.FailedStartAsync();

        Assert.Contains("/proc/nothing/here", sentence, StringComparison.Ordinal);
        Assert.Contains(setting, sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unreachable_database_is_one_sentence()
    {
        using var folder = new DemoFolder();
        await using var demo = new DemoProcess(folder.Data, "Host=127.0.0.1;Port=9;Username=x;Database=x;Timeout=2");

        Assert.StartsWith("The database does not answer", await demo.FailedStartAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_demo_leaves_the_folder_of_a_living_one_alone()
    {
        using var folder = new DemoFolder();
        await using var first = new DemoProcess(folder.Data);
        await first.UntilReadyAsync();

        foreach (var arguments in (string[][])[[], ["--fresh"]])
        {
            await using var second = new DemoProcess(folder.Data, null, "AuthHub.Demo.dll", arguments);
            var sentence = await second.FailedStartAsync();
            Assert.Contains(folder.Data, sentence, StringComparison.Ordinal);
            Assert.Contains("AUTHHUB_DEMO_DATA", sentence, StringComparison.Ordinal);
        }

        Assert.Equal(HttpStatusCode.OK, await first.HealthAsync());
        Assert.Equal(HttpStatusCode.Created, (await first.SendAsync(HttpMethod.Post, "/people", new { username = "still.here" })).Status);
    }

    [Fact]
    public async Task A_role_that_may_make_no_database_keeps_its_own_and_is_told_what_is_missing()
    {
        using var folder = new DemoFolder();
        await using var database = await PostgreSqlFixture.NewDatabaseAsync();
        var limited = await LimitedAsync(database);
        await using (var demo = new DemoProcess(folder.Data, limited))
        {
            await demo.UntilAsync(() => Task.FromResult(demo.Errors.Count > 0));
            Assert.Contains("permission denied to create database", Assert.Single(demo.Errors), StringComparison.Ordinal);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, await demo.HealthAsync());
            Assert.DoesNotContain("is ready", demo.Output, StringComparison.Ordinal);

            // The rest of the demo can be used meanwhile.
            Assert.Equal(HttpStatusCode.Created, (await demo.SendAsync(HttpMethod.Post, "/people", new { username = "gone.later" })).Status);
            Assert.Equal(HttpStatusCode.NoContent, (await demo.SendAsync(HttpMethod.Post, "/reset")).Status);
            Assert.Equal(HttpStatusCode.Created, (await demo.SendAsync(HttpMethod.Post, "/people", new { username = "gone.later" })).Status);
        }

        // Both databases are there now; from nothing, with neither made anew.
        await ExecuteAsync(database.ConnectionString, $"CREATE DATABASE \"{new NpgsqlConnectionStringBuilder(limited).Database}_helpdesk\" OWNER limited");
        for (var round = 0; round < 2; round++)
        {
            await using var fresh = new DemoProcess(folder.Data, limited, "AuthHub.Demo.dll", "--fresh");
            await fresh.UntilReadyAsync();
            Assert.Equal(HttpStatusCode.Created, (await fresh.SendAsync(HttpMethod.Post, "/people", new { username = "gone.later" })).Status);
        }

        NpgsqlConnection.ClearAllPools();
        await ExecuteAsync(database.ConnectionString, $"DROP DATABASE \"{new NpgsqlConnectionStringBuilder(limited).Database}_helpdesk\" WITH (FORCE)");
    }

    /// <summary>The same database, owned and entered by a role without any right beyond it.</summary>
    private static async Task<string> LimitedAsync(TestDatabase database)
    {
        var connection = new NpgsqlConnectionStringBuilder(database.ConnectionString);
        await ExecuteAsync(database.ConnectionString, "CREATE ROLE limited NOLOGIN NOCREATEDB; DROP SCHEMA public CASCADE; CREATE SCHEMA public AUTHORIZATION limited");
        await ExecuteAsync(database.ConnectionString, $"ALTER DATABASE \"{connection.Database}\" OWNER TO limited");
        connection.Options = "-c role=limited";
        return connection.ConnectionString;
    }

    private static async Task ExecuteAsync(string connectionString, string sql)
    {
        await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString);
#pragma warning disable CA2100 // Written above.
        await using var command = source.CreateCommand(sql);
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
    }
}
