using Microsoft.EntityFrameworkCore;

namespace AuthHub.Storage;

/// <summary>The database. Each aggregate's file in this project brings its own mapping; stores use <c>db.Set&lt;T&gt;()</c>.</summary>
public sealed class AuthHubDb(DbContextOptions<AuthHubDb> options) : DbContext(options)
{
    protected override void OnModelCreating(ModelBuilder modelBuilder) =>
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(AuthHubDb).Assembly);
}
