using AuthHub.OpenId.Registration;
using AuthHub.Storage.Mapping;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AuthHub.Storage;

/// <summary>Table <c>initial_access_tokens</c>.</summary>
internal sealed class InitialAccessTokens(AuthHubDb db) : IInitialAccessTokens
{
    public Task<bool> AddAsync(InitialAccessToken token, CancellationToken cancellationToken) => db.TryAddAsync(token, cancellationToken);

    public async Task<IReadOnlyList<InitialAccessToken>> AllAsync(CancellationToken cancellationToken) =>
        await db.Set<InitialAccessToken>().AsNoTracking().OrderByDescending(t => t.CreatedAt).ToListAsync(cancellationToken);

    public async Task<InitialAccessToken?> RemoveAsync(Guid id, CancellationToken cancellationToken)
    {
        var token = await db.Set<InitialAccessToken>().AsNoTracking().FirstOrDefaultAsync(t => t.Id == id, cancellationToken);
        return token is not null && await db.Set<InitialAccessToken>().Where(t => t.Id == id).ExecuteDeleteAsync(cancellationToken) == 1 ? token : null;
    }

    public async Task<bool> TryUseAsync(byte[] tokenHash, DateTimeOffset now, CancellationToken cancellationToken) =>
        await db.Set<InitialAccessToken>().Where(t => t.TokenHash == tokenHash && t.UsesLeft > 0 && t.ExpiresAt > now)
            .ExecuteUpdateAsync(set => set.SetProperty(t => t.UsesLeft, t => t.UsesLeft - 1), cancellationToken) == 1;

    public Task<int> RemoveExpiredAsync(DateTimeOffset before, CancellationToken cancellationToken) =>
        db.Set<InitialAccessToken>().Where(t => t.ExpiresAt < before).ExecuteDeleteAsync(cancellationToken);

    private sealed class Mapping : IEntityTypeConfiguration<InitialAccessToken>
    {
        public void Configure(EntityTypeBuilder<InitialAccessToken> builder)
        {
            builder.ToTable("initial_access_tokens");
            builder.Property(t => t.Id).ValueGeneratedNever();
            builder.Property(t => t.TokenHash).HasMaxLength(32);
            builder.Property(t => t.Note).HasMaxLength(200);
            builder.HasIndex(t => t.TokenHash).IsUnique();
        }
    }
}
