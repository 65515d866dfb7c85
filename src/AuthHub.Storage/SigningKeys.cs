using AuthHub.OpenId.Keys;
using AuthHub.Storage.Changes;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AuthHub.Storage;

/// <summary>Table <c>signing_keys</c>. Generations are unique per algorithm, so of two servers that make or rotate keys at once one wins.</summary>
internal sealed class SigningKeys(AuthHubDb db, IChangeNotices notices) : ISigningKeys
{
    public async Task<IReadOnlyList<StoredSigningKey>> AllAsync(CancellationToken cancellationToken) =>
        await db.Set<StoredSigningKey>().AsNoTracking().OrderBy(k => k.Algorithm).ThenBy(k => k.Generation).ToListAsync(cancellationToken);

    public Task<bool> TryAddAsync(IReadOnlyList<StoredSigningKey> keys, CancellationToken cancellationToken)
    {
        db.AddRange(keys);
        return SaveAsync(cancellationToken);
    }

    public async Task<bool> TryRotateAsync(StoredSigningKey newNext, DateTimeOffset now, CancellationToken cancellationToken)
    {
        // One save is one transaction; the state is a concurrency token, so a rotation elsewhere makes this one lose as a whole.
        var keys = await db.Set<StoredSigningKey>().Where(k => k.Algorithm == newNext.Algorithm && k.State != KeyStates.Retired).ToListAsync(cancellationToken);
        if (keys.Find(k => k.State == KeyStates.Current) is not { } current || keys.Find(k => k.State == KeyStates.Next) is not { } next || next.Generation + 1 != newNext.Generation)
        {
            db.ChangeTracker.Clear();
            return false;
        }

        current.State = KeyStates.Retired;
        current.RetiredAt = now;
        next.State = KeyStates.Current;
        db.Add(newNext);
        return await SaveAsync(cancellationToken);
    }

    public async Task RemoveAsync(string kid, CancellationToken cancellationToken)
    {
        await db.Set<StoredSigningKey>().Where(k => k.Kid == kid).ExecuteDeleteAsync(cancellationToken);
        await notices.PublishAsync(ChangeTopics.Keys, cancellationToken);
    }

    public Task<int> RemoveRetiredAsync(DateTimeOffset before, CancellationToken cancellationToken) =>
        db.Set<StoredSigningKey>().Where(k => k.State == KeyStates.Retired && k.RetiredAt < before).ExecuteDeleteAsync(cancellationToken);

    private async Task<bool> SaveAsync(CancellationToken cancellationToken)
    {
        var saved = await db.TrySaveAsync(cancellationToken);
        await notices.PublishAsync(ChangeTopics.Keys, cancellationToken);
        return saved;
    }

    private sealed class Mapping : IEntityTypeConfiguration<StoredSigningKey>
    {
        public void Configure(EntityTypeBuilder<StoredSigningKey> builder)
        {
            builder.ToTable("signing_keys").HasKey(k => k.Kid);
            builder.Property(k => k.Kid).HasColumnName("kid").HasMaxLength(128);
            builder.Property(k => k.Algorithm).HasColumnName("algorithm").HasMaxLength(16);
            builder.Property(k => k.Generation).HasColumnName("generation");
            builder.Property(k => k.State).HasColumnName("state").HasMaxLength(16).IsConcurrencyToken();
            builder.Property(k => k.SealedKey).HasColumnName("sealed_key");
            builder.Property(k => k.CreatedAt).HasColumnName("created_at");
            builder.Property(k => k.RetiredAt).HasColumnName("retired_at");
            builder.HasIndex(k => new { k.Algorithm, k.Generation }).IsUnique().HasDatabaseName("ux_signing_keys_algorithm_generation");
        }
    }
}
