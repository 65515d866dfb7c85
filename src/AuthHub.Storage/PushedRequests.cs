using AuthHub.OpenId.Authorizations;
using AuthHub.OpenId.Requests;
using AuthHub.Storage.Mapping;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AuthHub.Storage;

/// <summary>Table <c>pushed_requests</c>. Which ones are answered is told by <c>authorizations.request_hash</c>, so both are one statement.</summary>
internal sealed class PushedRequests(AuthHubDb db) : IPushedRequests, IHousekeeping
{
    public async Task<bool> AddAsync(PushedRequest request, int most, DateTimeOffset now, CancellationToken cancellationToken)
    {
        // A few more in a race do no harm: the number keeps the table small, nothing rests on it.
        if (await db.Set<PushedRequest>().CountAsync(r => r.ClientId == request.ClientId && r.ExpiresAt > now, cancellationToken) >= most)
        {
            return false;
        }

        await db.AddAloneAsync(request, cancellationToken);
        return true;
    }

    public Task<PushedRequest?> FindAsync(byte[] hash, DateTimeOffset now, CancellationToken cancellationToken) =>
        db.Set<PushedRequest>().AsNoTracking()
            .FirstOrDefaultAsync(r => r.Hash == hash && r.ExpiresAt > now && !db.Set<Authorization>().Any(a => a.RequestHash == hash), cancellationToken);

    public Task<int> RemoveExpiredAsync(DateTimeOffset before, CancellationToken cancellationToken) =>
        db.Set<PushedRequest>().Where(r => r.ExpiresAt < before).ExecuteDeleteAsync(cancellationToken);

    public Task<int> DeleteExpiredAsync(DateTimeOffset now, CancellationToken cancellationToken) => RemoveExpiredAsync(now, cancellationToken);

    private sealed class Mapping : IEntityTypeConfiguration<PushedRequest>
    {
        public void Configure(EntityTypeBuilder<PushedRequest> builder)
        {
            builder.ToTable("pushed_requests").HasKey(r => r.Hash);
            builder.Property(r => r.Hash).HasColumnName("hash").HasMaxLength(32);
            builder.Property(r => r.ClientId).HasColumnName("client_id").HasMaxLength(128);
            builder.Property(r => r.Sealed).HasColumnName("sealed");
            builder.Property(r => r.ExpiresAt).HasColumnName("expires_at");
            builder.HasIndex(r => new { r.ClientId, r.ExpiresAt }).HasDatabaseName("ix_pushed_requests_client_id_expires_at");
        }
    }
}
