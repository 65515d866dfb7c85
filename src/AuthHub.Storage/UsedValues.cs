using AuthHub.OpenId.SingleUse;
using AuthHub.Storage.Mapping;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AuthHub.Storage;

/// <summary>Table <c>used_values</c>. The primary key decides who was first: a use is one insertion.</summary>
internal sealed class UsedValues(AuthHubDb db) : IUsedValues, IHousekeeping
{
    public Task<bool> TryUseAsync(string kind, string owner, string value, DateTimeOffset expiresAt, CancellationToken cancellationToken) =>
        db.TryAddAsync(new UsedValue { Hash = UsedValue.HashOf(kind, owner, value), ExpiresAt = expiresAt }, cancellationToken);

    public Task<int> DeleteExpiredAsync(DateTimeOffset now, CancellationToken cancellationToken) =>
        db.Set<UsedValue>().Where(v => v.ExpiresAt < now).ExecuteDeleteAsync(cancellationToken);

    private sealed class Mapping : IEntityTypeConfiguration<UsedValue>
    {
        public void Configure(EntityTypeBuilder<UsedValue> builder)
        {
            builder.ToTable("used_values").HasKey(v => v.Hash);
            builder.Property(v => v.Hash).HasColumnName("hash").HasMaxLength(32);
            builder.Property(v => v.ExpiresAt).HasColumnName("expires_at");
            builder.HasIndex(v => v.ExpiresAt).HasDatabaseName("ix_used_values_expires_at");
        }
    }
}
