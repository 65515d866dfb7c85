using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace AuthHub.Storage.PostgreSql.Migrations
{
    /// <inheritdoc />
    public partial class SearchNames : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "search_name",
                table: "users",
                type: "text",
                nullable: false,
                defaultValue: "");

            // People who are there already, as Folding would have it; normalize() wants a database in UTF-8.
            migrationBuilder.Sql("""
                DO $$
                BEGIN
                    IF current_setting('server_encoding') = 'UTF8' THEN
                        UPDATE users SET search_name = replace(replace(replace(replace(translate(
                            lower(regexp_replace(normalize(display_name, NFKD), U&'[\0300-\036F]', '', 'g')),
                            U&'\0141\0142\00D8\00F8\0110\0111\00D0\00F0\0127\0131\00C6\0152\00DE', U&'llooddddhi\00E6\0153\00FE'),
                            U&'\00DF', 'ss'), U&'\00E6', 'ae'), U&'\0153', 'oe'), U&'\00FE', 'th');
                    ELSE
                        UPDATE users SET search_name = lower(display_name);
                    END IF;
                END $$;
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "search_name",
                table: "users");
        }
    }
}
