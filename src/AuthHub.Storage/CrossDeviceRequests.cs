using AuthHub.OpenId.CrossDevice;
using AuthHub.Storage.Mapping;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AuthHub.Storage;

/// <summary>Table <c>cross_device_requests</c>. Which ones got a yes is told by <c>authorizations.request_hash</c>.</summary>
internal sealed class CrossDeviceRequests(AuthHubDb db) : ICrossDeviceRequests, IHousekeeping
{
    /// <summary>Lengthens the interval of a client that is impatient (RFC 8628 section 3.5).</summary>
    private const int Penalty = 5;

    /// <summary>Clocks of clients and the way to us are not exact.</summary>
    private static readonly TimeSpan Leeway = TimeSpan.FromMilliseconds(500);

    public Task<int> CountWaitingAsync(string clientId, string? address, DateTimeOffset now, CancellationToken cancellationToken) =>
        db.Set<CrossDeviceRequest>().CountAsync(r => r.ClientId == clientId && r.ExpiresAt > now && (address == null || r.Address == address), cancellationToken);

    public Task<bool> AddAsync(CrossDeviceRequest request, CancellationToken cancellationToken) => db.TryAddAsync(request, cancellationToken);

    public Task<CrossDeviceRequest?> FindAsync(Guid id, CancellationToken cancellationToken) =>
        db.Set<CrossDeviceRequest>().AsNoTracking().FirstOrDefaultAsync(r => r.Id == id, cancellationToken);

    public Task<CrossDeviceRequest?> FindByHashAsync(byte[] hash, CancellationToken cancellationToken) =>
        db.Set<CrossDeviceRequest>().AsNoTracking().FirstOrDefaultAsync(r => r.Hash == hash, cancellationToken);

    public Task<CrossDeviceRequest?> FindByUserCodeAsync(byte[] userCodeHash, CancellationToken cancellationToken) =>
        db.Set<CrossDeviceRequest>().AsNoTracking().FirstOrDefaultAsync(r => r.UserCodeHash == userCodeHash, cancellationToken);

    public Task<int> CountOfAsync(string subject, DateTimeOffset moment, bool waiting, CancellationToken cancellationToken) =>
        waiting ? WaitingOf(subject, moment).CountAsync(cancellationToken)
            : db.Set<CrossDeviceRequest>().CountAsync(r => r.Subject == subject && r.RequestedAt > moment, cancellationToken);

    public async Task<IReadOnlyList<CrossDeviceRequest>> OfAsync(string subject, DateTimeOffset now, CancellationToken cancellationToken) =>
        await WaitingOf(subject, now).AsNoTracking().OrderBy(r => r.RequestedAt).ToListAsync(cancellationToken);

    public Task RemoveAsync(Guid id, CancellationToken cancellationToken) =>
        db.Set<CrossDeviceRequest>().Where(r => r.Id == id).ExecuteDeleteAsync(cancellationToken);

    public Task NotifyAsync(Guid id, DateTimeOffset now, CancellationToken cancellationToken) =>
        db.Set<CrossDeviceRequest>().Where(r => r.Id == id && r.SealedNotification != null).ExecuteUpdateAsync(set => set.SetProperty(r => r.NotifyAt, now), cancellationToken);

    public async Task<IReadOnlyList<CrossDeviceRequest>> DueAsync(DateTimeOffset now, int most, CancellationToken cancellationToken) =>
        await db.Set<CrossDeviceRequest>().AsNoTracking().Where(r => r.NotifyAt <= now).OrderBy(r => r.NotifyAt).Take(most).ToListAsync(cancellationToken);

    public async Task<bool> TakeAsync(CrossDeviceRequest request, DateTimeOffset? next, CancellationToken cancellationToken) =>
        await db.Set<CrossDeviceRequest>().Where(r => r.Id == request.Id && r.NotifyAt == request.NotifyAt && r.NotifyAttempts == request.NotifyAttempts)
            .ExecuteUpdateAsync(set => set.SetProperty(r => r.NotifyAt, next).SetProperty(r => r.NotifyAttempts, request.NotifyAttempts + 1), cancellationToken) == 1;

    public Task DoneAsync(Guid id, CancellationToken cancellationToken) =>
        db.Set<CrossDeviceRequest>().Where(r => r.Id == id).ExecuteUpdateAsync(set => set.SetProperty(r => r.NotifyAt, (DateTimeOffset?)null), cancellationToken);

    public async Task<bool> PollAsync(CrossDeviceRequest request, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var next = now + TimeSpan.FromSeconds(request.Interval) - Leeway;
        if (await db.Set<CrossDeviceRequest>().Where(r => r.Id == request.Id && r.NextPollAt <= now)
            .ExecuteUpdateAsync(set => set.SetProperty(r => r.NextPollAt, next), cancellationToken) == 1)
        {
            return true;
        }

        next += TimeSpan.FromSeconds(Penalty);
        await db.Set<CrossDeviceRequest>().Where(r => r.Id == request.Id && r.Interval == request.Interval)
            .ExecuteUpdateAsync(set => set.SetProperty(r => r.Interval, request.Interval + Penalty).SetProperty(r => r.NextPollAt, next), cancellationToken);
        return false;
    }

    public async Task<bool> DenyAsync(Guid id, DateTimeOffset now, CancellationToken cancellationToken) =>
        await db.Set<CrossDeviceRequest>()
            .Where(r => r.Id == id && r.DeniedAt == null && !db.Set<OpenId.Authorizations.Authorization>().Any(a => a.RequestHash == r.Hash))
            .ExecuteUpdateAsync(set => set.SetProperty(r => r.DeniedAt, now), cancellationToken) == 1;

    /// <summary>Once they are long over: until then a client may still ask what became of one.</summary>
    public Task<int> DeleteExpiredAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var before = now - TimeSpan.FromHours(1);
        return db.Set<CrossDeviceRequest>().Where(r => r.ExpiresAt < before).ExecuteDeleteAsync(cancellationToken);
    }

    private IQueryable<CrossDeviceRequest> WaitingOf(string subject, DateTimeOffset now) =>
        db.Set<CrossDeviceRequest>().Where(r => r.Subject == subject && r.ExpiresAt > now && r.DeniedAt == null && !db.Set<OpenId.Authorizations.Authorization>().Any(a => a.RequestHash == r.Hash));

    private sealed class Mapping : IEntityTypeConfiguration<CrossDeviceRequest>
    {
        public void Configure(EntityTypeBuilder<CrossDeviceRequest> builder)
        {
            builder.ToTable("cross_device_requests").HasKey(r => r.Id);
            builder.Property(r => r.Id).HasColumnName("id").ValueGeneratedNever();
            builder.Property(r => r.Kind).HasColumnName("kind").HasMaxLength(16);
            builder.Property(r => r.Hash).HasColumnName("hash").HasMaxLength(32);
            builder.Property(r => r.UserCodeHash).HasColumnName("user_code_hash").HasMaxLength(32);
            builder.Property(r => r.ClientId).HasColumnName("client_id").HasMaxLength(128);
            builder.Property(r => r.Subject).HasColumnName("subject").HasMaxLength(255);
            builder.Property(r => r.BindingMessage).HasColumnName("binding_message").HasMaxLength(64);
            builder.Property(r => r.SealedNotification).HasColumnName("sealed_notification");
            builder.Property(r => r.NotifyAt).HasColumnName("notify_at");
            builder.Property(r => r.NotifyAttempts).HasColumnName("notify_attempts");
            builder.Property(r => r.Scopes).HasColumnName("scopes");
            builder.Property(r => r.AcrValues).HasColumnName("acr_values");
            builder.Property(r => r.CodeChallenge).HasColumnName("code_challenge").HasMaxLength(43);
            builder.Property(r => r.Address).HasColumnName("address").HasMaxLength(Lengths.Address);
            builder.Property(r => r.RequestedAt).HasColumnName("requested_at");
            builder.Property(r => r.ExpiresAt).HasColumnName("expires_at");
            builder.Property(r => r.Interval).HasColumnName("interval");
            builder.Property(r => r.NextPollAt).HasColumnName("next_poll_at");
            builder.Property(r => r.DeniedAt).HasColumnName("denied_at");
            builder.HasIndex(r => r.Hash).IsUnique().HasDatabaseName("ux_cross_device_requests_hash");
            builder.HasIndex(r => r.UserCodeHash).IsUnique().HasDatabaseName("ux_cross_device_requests_user_code_hash");
            builder.HasIndex(r => new { r.Subject, r.RequestedAt }).HasDatabaseName("ix_cross_device_requests_subject_requested_at");
            builder.HasIndex(r => r.NotifyAt).HasDatabaseName("ix_cross_device_requests_notify_at");
            builder.HasIndex(r => new { r.ClientId, r.ExpiresAt }).HasDatabaseName("ix_cross_device_requests_client_id_expires_at");
        }
    }
}
