using AuthHub.SignIn.Runs;
using AuthHub.SignIn.Users;
using AuthHub.Storage.Mapping;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AuthHub.Storage;

/// <summary>Table <c>runs</c>.</summary>
internal sealed class RunMapping : IEntityTypeConfiguration<Run>
{
    public const int StateLength = 65_536;

    public void Configure(EntityTypeBuilder<Run> builder)
    {
        builder.ToTable("runs");
        builder.Property(r => r.Id).ValueGeneratedNever();
        builder.Property(r => r.BrowserHash).HasMaxLength(32);
        builder.Property(r => r.State).HasMaxLength(StateLength);
        builder.HasOne<User>().WithMany().HasForeignKey(r => r.UserId);
        builder.HasIndex(r => r.ExpiresAt);
        builder.HasIndex(r => r.RequestId);
    }
}

/// <summary>The stored runs, in table <c>runs</c>.</summary>
internal sealed class Runs(AuthHubDb db) : IRuns
{
    private static readonly Func<AuthHubDb, Guid, CancellationToken, Task<Run?>> _byId = EF.CompileAsyncQuery(
        (AuthHubDb db, Guid id, CancellationToken _) => db.Set<Run>().AsNoTracking().FirstOrDefault(r => r.Id == id));

    private IQueryable<Run> All => db.Set<Run>().AsNoTracking();

    public Task<Run?> FindAsync(Guid id, CancellationToken cancellationToken) => _byId(db, id, cancellationToken);

    public Task<bool> AddAsync(Run run, CancellationToken cancellationToken) => db.TryAddAsync(run, cancellationToken);

    public async Task<bool> SaveAsync(Guid id, int revision, string state, int securityVersion, DateTimeOffset expiresAt, CancellationToken cancellationToken)
    {
        StorableText.Require(state, RunMapping.StateLength, nameof(state));
        return await All.Where(r => r.Id == id && r.Revision == revision && r.CompletedAt == null)
            .ExecuteUpdateAsync(
                set => set
                    .SetProperty(r => r.State, state)
                    .SetProperty(r => r.Revision, revision + 1)
                    .SetProperty(r => r.SecurityVersion, securityVersion)
                    .SetProperty(r => r.ExpiresAt, expiresAt),
                cancellationToken) == 1;
    }

    public Task<bool> IsDoneAsync(Guid request, Guid session, CancellationToken cancellationToken) =>
        All.AnyAsync(r => r.RequestId == request && r.SessionId == session && r.CompletedAt != null, cancellationToken);

    public async Task<bool> CompleteAsync(Guid id, int revision, Guid session, DateTimeOffset now, CancellationToken cancellationToken) =>
        await All.Where(r => r.Id == id && r.Revision == revision && r.CompletedAt == null && r.ExpiresAt > now)
            .ExecuteUpdateAsync(
                set => set.SetProperty(r => r.CompletedAt, now).SetProperty(r => r.SessionId, session),
                cancellationToken) == 1;

    public Task<int> DeleteExpiredAsync(DateTimeOffset now, CancellationToken cancellationToken) =>
        All.Where(r => r.ExpiresAt <= now).ExecuteDeleteAsync(cancellationToken);
}
