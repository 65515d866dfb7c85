using System;
using System.Collections.Generic;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace AuthHub.Storage.PostgreSql.Migrations
{
    /// <inheritdoc />
    public partial class Provider : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "told_version",
                table: "users",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            // What ended before is told to nobody.
            migrationBuilder.Sql("UPDATE users SET told_version = security_version;");

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "told_at",
                table: "sessions",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<List<string>>(
                name: "resources",
                table: "consents",
                type: "text[]",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "authorization_details",
                table: "authorizations",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "parent_id",
                table: "authorizations",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<List<string>>(
                name: "resources",
                table: "authorizations",
                type: "text[]",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "cross_device_requests",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false),
                    hash = table.Column<byte[]>(type: "bytea", maxLength: 32, nullable: false),
                    user_code_hash = table.Column<byte[]>(type: "bytea", maxLength: 32, nullable: true),
                    client_id = table.Column<string>(type: "character varying(128)", maxLength: 128, nullable: false),
                    subject = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: true),
                    scopes = table.Column<List<string>>(type: "text[]", nullable: false),
                    acr_values = table.Column<List<string>>(type: "text[]", nullable: false),
                    code_challenge = table.Column<string>(type: "character varying(43)", maxLength: 43, nullable: true),
                    binding_message = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: true),
                    sealed_notification = table.Column<byte[]>(type: "bytea", nullable: true),
                    notify_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    notify_attempts = table.Column<int>(type: "integer", nullable: false),
                    address = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: true),
                    requested_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    expires_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    interval = table.Column<int>(type: "integer", nullable: false),
                    next_poll_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    denied_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_cross_device_requests", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "logout_deliveries",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    session_id = table.Column<Guid>(type: "uuid", nullable: false),
                    client_id = table.Column<string>(type: "character varying(128)", maxLength: 128, nullable: false),
                    subject = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    attempts = table.Column<int>(type: "integer", nullable: false),
                    last_attempt_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    last_answer = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    next_attempt_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    delivered_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_logout_deliveries", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "opaque_tokens",
                columns: table => new
                {
                    hash = table.Column<byte[]>(type: "bytea", maxLength: 32, nullable: false),
                    client_id = table.Column<string>(type: "character varying(128)", maxLength: 128, nullable: false),
                    claims = table.Column<string>(type: "text", nullable: false),
                    expires_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_opaque_tokens", x => x.hash);
                });

            migrationBuilder.CreateTable(
                name: "resources",
                columns: table => new
                {
                    indicator = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: false),
                    scopes = table.Column<List<string>>(type: "text[]", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_resources", x => x.indicator);
                });

            migrationBuilder.CreateIndex(
                name: "ix_users_untold",
                table: "users",
                column: "id",
                filter: "told_version <> security_version");

            migrationBuilder.CreateIndex(
                name: "ix_sessions_untold",
                table: "sessions",
                column: "ended_at",
                filter: "ended_at IS NOT NULL AND told_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_cross_device_requests_client_id_expires_at",
                table: "cross_device_requests",
                columns: new[] { "client_id", "expires_at" });

            migrationBuilder.CreateIndex(
                name: "ix_cross_device_requests_notify_at",
                table: "cross_device_requests",
                column: "notify_at");

            migrationBuilder.CreateIndex(
                name: "ix_cross_device_requests_subject_requested_at",
                table: "cross_device_requests",
                columns: new[] { "subject", "requested_at" });

            migrationBuilder.CreateIndex(
                name: "ux_cross_device_requests_hash",
                table: "cross_device_requests",
                column: "hash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ux_cross_device_requests_user_code_hash",
                table: "cross_device_requests",
                column: "user_code_hash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_logout_deliveries_next_attempt_at",
                table: "logout_deliveries",
                column: "next_attempt_at",
                filter: "next_attempt_at IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_opaque_tokens_client_id",
                table: "opaque_tokens",
                column: "client_id");

            migrationBuilder.CreateIndex(
                name: "ix_opaque_tokens_expires_at",
                table: "opaque_tokens",
                column: "expires_at");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "cross_device_requests");

            migrationBuilder.DropTable(
                name: "logout_deliveries");

            migrationBuilder.DropTable(
                name: "opaque_tokens");

            migrationBuilder.DropTable(
                name: "resources");

            migrationBuilder.DropIndex(
                name: "ix_users_untold",
                table: "users");

            migrationBuilder.DropIndex(
                name: "ix_sessions_untold",
                table: "sessions");

            migrationBuilder.DropColumn(
                name: "told_version",
                table: "users");

            migrationBuilder.DropColumn(
                name: "told_at",
                table: "sessions");

            migrationBuilder.DropColumn(
                name: "resources",
                table: "consents");

            migrationBuilder.DropColumn(
                name: "authorization_details",
                table: "authorizations");

            migrationBuilder.DropColumn(
                name: "parent_id",
                table: "authorizations");

            migrationBuilder.DropColumn(
                name: "resources",
                table: "authorizations");
        }
    }
}
