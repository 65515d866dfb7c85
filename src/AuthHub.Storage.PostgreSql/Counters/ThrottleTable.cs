using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace AuthHub.Storage.PostgreSql.Counters;

/// <summary>
/// Makes table <c>throttle_counters</c>, outside the mapping. Unlogged: counters are written often, live for minutes,
/// and starting from zero after a crash of the server is acceptable; failure counts of authenticators are elsewhere.
/// </summary>
[DbContext(typeof(AuthHubDb))]
[Migration("00000000000001_ThrottleTable")]
internal sealed class ThrottleTable : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(
        """
        CREATE UNLOGGED TABLE throttle_counters (
            key bytea PRIMARY KEY,
            count integer NOT NULL,
            window_ends timestamptz NOT NULL
        ) WITH (fillfactor = 70);
        CREATE INDEX ix_throttle_counters_window_ends ON throttle_counters (window_ends);
        """);

    protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("DROP TABLE throttle_counters;");
}
