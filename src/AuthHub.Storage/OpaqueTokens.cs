using AuthHub.OpenId.Tokens;
using AuthHub.Storage.Mapping;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AuthHub.Storage;

/// <summary>Table <c>opaque_tokens</c>.</summary>
internal sealed class OpaqueTokens(AuthHubDb db) : IOpaqueTokens, IHousekeeping
{
    private static readonly Func<AuthHubDb, byte[], DateTimeOffset, CancellationToken, Task<OpaqueToken?>> ByHash = EF.CompileAsyncQuery(
        (AuthHubDb db, byte[] hash, DateTimeOffset now, CancellationToken _) => db.Set<OpaqueToken>().AsNoTracking().FirstOrDefault(t => t.Hash == hash && t.ExpiresAt > now));

    public Task AddAsync(OpaqueToken token, CancellationToken cancellationToken) => db.AddAloneAsync(token, cancellationToken);

    public Task<OpaqueToken?> FindAsync(byte[] hash, DateTimeOffset now, CancellationToken cancellationToken) => ByHash(db, hash, now, cancellationToken);

    public Task<int> DeleteExpiredAsync(DateTimeOffset now, CancellationToken cancellationToken) =>
        db.Set<OpaqueToken>().Where(t => t.ExpiresAt < now).ExecuteDeleteAsync(cancellationToken);

    private sealed class Mapping : IEntityTypeConfiguration<OpaqueToken>
    {
        public void Configure(EntityTypeBuilder<OpaqueToken> builder)
        {
            builder.ToTable("opaque_tokens").HasKey(t => t.Hash);
            builder.Property(t => t.Hash).HasColumnName("hash").HasMaxLength(32);
            builder.Property(t => t.ClientId).HasColumnName("client_id").HasMaxLength(128);
            builder.Property(t => t.Claims).HasColumnName("claims");
            builder.Property(t => t.ExpiresAt).HasColumnName("expires_at");
            builder.HasIndex(t => t.ExpiresAt).HasDatabaseName("ix_opaque_tokens_expires_at");
            builder.HasIndex(t => t.ClientId).HasDatabaseName("ix_opaque_tokens_client_id");
        }
    }
}
