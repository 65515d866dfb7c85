using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace AuthHub.Storage.PostgreSql.Migrations
{
    /// <inheritdoc />
    public partial class ClientMetadata : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "metadata",
                table: "clients",
                type: "text",
                nullable: false,
                defaultValue: "{}");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "metadata",
                table: "clients");
        }
    }
}
