using AuthHub.Storage.PostgreSql;
using Npgsql;

namespace AuthHub.Storage.Tests.PostgreSql;

public sealed class PostgreSqlStorageTests
{
    [Theory]
    [InlineData("Host=db", 5, 10)]
    [InlineData("Host=db;Timeout=3;Command Timeout=60", 3, 60)]
    [InlineData("Host=db;timeout=15;CommandTimeout=30", 15, 30)]
    public void Nobody_waits_long_unless_the_connection_string_says_so(string given, int timeout, int commandTimeout)
    {
        var used = new NpgsqlConnectionStringBuilder(PostgreSqlStorage.Impatient(given));

        Assert.Equal((timeout, commandTimeout, "AuthHub"), (used.Timeout, used.CommandTimeout, used.ApplicationName));
    }
}
