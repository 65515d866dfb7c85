using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace AuthHub.Storage.PostgreSql.Migrations
{
    /// <inheritdoc />
    public partial class PushedRequestsAndSenderConstraints : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<byte[]>(
                name: "sealed_secret",
                table: "clients",
                type: "bytea",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "code_dpop_jkt",
                table: "authorizations",
                type: "character varying(43)",
                maxLength: 43,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "refresh_confirmation",
                table: "authorizations",
                type: "character varying(128)",
                maxLength: 128,
                nullable: true);

            migrationBuilder.AddColumn<byte[]>(
                name: "request_hash",
                table: "authorizations",
                type: "bytea",
                maxLength: 32,
                nullable: true);

            migrationBuilder.CreateTable(
                name: "pushed_requests",
                columns: table => new
                {
                    hash = table.Column<byte[]>(type: "bytea", maxLength: 32, nullable: false),
                    client_id = table.Column<string>(type: "character varying(128)", maxLength: 128, nullable: false),
                    @sealed = table.Column<string>(name: "sealed", type: "text", nullable: false),
                    expires_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_pushed_requests", x => x.hash);
                });

            migrationBuilder.CreateTable(
                name: "used_values",
                columns: table => new
                {
                    hash = table.Column<byte[]>(type: "bytea", maxLength: 32, nullable: false),
                    expires_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_used_values", x => x.hash);
                });

            migrationBuilder.CreateIndex(
                name: "ux_authorizations_request_hash",
                table: "authorizations",
                column: "request_hash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_pushed_requests_client_id_expires_at",
                table: "pushed_requests",
                columns: new[] { "client_id", "expires_at" });

            migrationBuilder.CreateIndex(
                name: "ix_used_values_expires_at",
                table: "used_values",
                column: "expires_at");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "pushed_requests");

            migrationBuilder.DropTable(
                name: "used_values");

            migrationBuilder.DropIndex(
                name: "ux_authorizations_request_hash",
                table: "authorizations");

            migrationBuilder.DropColumn(
                name: "sealed_secret",
                table: "clients");

            migrationBuilder.DropColumn(
                name: "code_dpop_jkt",
                table: "authorizations");

            migrationBuilder.DropColumn(
                name: "refresh_confirmation",
                table: "authorizations");

            migrationBuilder.DropColumn(
                name: "request_hash",
                table: "authorizations");
        }
    }
}
