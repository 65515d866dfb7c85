using System.Text.Json;
using AuthHub.Flows;
using AuthHub.SignIn.Sessions;
using AuthHub.SignIn.Users;
using AuthHub.Storage.Mapping;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AuthHub.Storage;

/// <summary>Table <c>sessions</c>; the proofs are one JSON text.</summary>
internal sealed class SessionMapping : IEntityTypeConfiguration<Session>
{
    public const int UserAgentLength = 200;

    /// <summary>Since when the apps of an ended session are being told; the sign-in half knows of no apps.</summary>
    public const string ToldAt = "ToldAt";

    public void Configure(EntityTypeBuilder<Session> builder)
    {
        builder.ToTable("sessions");
        builder.Property(s => s.Id).ValueGeneratedNever();
        builder.Property(s => s.SecretHash).HasMaxLength(32);
        builder.Property(s => s.UserAgent).HasMaxLength(UserAgentLength);
        builder.Property(s => s.Address).HasMaxLength(Lengths.Address);
        builder.Property(s => s.Proofs).HasConversion(
            proofs => Write(proofs),
            text => Read(text),
            new ValueComparer<List<Proof>>((a, b) => Write(a!) == Write(b!), proofs => proofs.Count, proofs => proofs.ToList()));
        builder.HasOne<User>().WithMany().HasForeignKey(s => s.UserId);
        builder.HasIndex(s => s.SecretHash).IsUnique();
        builder.Property<DateTimeOffset?>(ToldAt);
        builder.HasIndex(s => new { s.UserId, s.EndedAt });
        builder.HasIndex(s => s.EndedAt).HasDatabaseName("ix_sessions_untold").HasFilter("ended_at IS NOT NULL AND told_at IS NULL");
    }

    internal static string Write(List<Proof> proofs) => JsonSerializer.Serialize(proofs);

    internal static List<Proof> Read(string text) => JsonSerializer.Deserialize<List<Proof>>(text) ?? [];
}

/// <summary>The browsers' sessions, in table <c>sessions</c>.</summary>
internal sealed class Sessions(AuthHubDb db) : ISessions
{
    private static readonly TimeSpan _touchInterval = TimeSpan.FromMinutes(1);

    private static readonly Func<AuthHubDb, byte[], CancellationToken, Task<StoredSession?>> _bySecret = EF.CompileAsyncQuery(
        (AuthHubDb db, byte[] hash, CancellationToken _) => db.Set<Session>().AsNoTracking().Where(s => s.SecretHash == hash)
            .Join(db.Set<User>(), s => s.UserId, u => u.Id, (s, u) => new StoredSession(s, u)).FirstOrDefault());

    private static readonly Func<AuthHubDb, Guid, CancellationToken, Task<StoredSession?>> _byId = EF.CompileAsyncQuery(
        (AuthHubDb db, Guid id, CancellationToken _) => db.Set<Session>().AsNoTracking().Where(s => s.Id == id)
            .Join(db.Set<User>(), s => s.UserId, u => u.Id, (s, u) => new StoredSession(s, u)).FirstOrDefault());

    private IQueryable<Session> All => db.Set<Session>().AsNoTracking();

    public Task AddAsync(Session session, CancellationToken cancellationToken)
    {
        session.UserAgent = OneLine.Of(session.UserAgent, SessionMapping.UserAgentLength);
        session.Address = OneLine.Of(session.Address, Lengths.Address);
        return db.AddAloneAsync(session, cancellationToken);
    }

    public Task<StoredSession?> FindBySecretAsync(byte[] secretHash, CancellationToken cancellationToken) => _bySecret(db, secretHash, cancellationToken);

    public Task<StoredSession?> FindAsync(Guid id, CancellationToken cancellationToken) => _byId(db, id, cancellationToken);

    public Task<bool> StepUpAsync(Guid id, byte[] secretHash, int securityVersion, IReadOnlyList<Proof> proofs, DateTimeOffset now, DateTimeOffset expiresAt, CancellationToken cancellationToken) =>
        new Transactions(db).RunAsync(
            async token =>
            {
                // The first write holds the row, so that of two steps up at once neither loses the other's proofs (law L2).
                var open = All.Where(s => s.Id == id && s.EndedAt == null && s.ExpiresAt > now);
                if (await open.ExecuteUpdateAsync(set => set.SetProperty(s => s.SecretHash, secretHash), token) == 0)
                {
                    return false;
                }

                var ledger = await open.Select(s => s.Proofs).FirstAsync(token);
                ledger.AddRange(proofs.Where(p => !ledger.Exists(known => SameAct(known, p))));
                return await open.ExecuteUpdateAsync(
                    set => set
                        .SetProperty(s => s.Proofs, ledger)
                        .SetProperty(s => s.SecurityVersion, securityVersion)
                        .SetProperty(s => s.LastSeenAt, now)
                        .SetProperty(s => s.ExpiresAt, expiresAt)
                        .SetProperty(s => EF.Property<DateTimeOffset?>(s, SessionMapping.ToldAt), (DateTimeOffset?)null),
                    token) == 1;
            },
            cancellationToken);

    public Task TouchAsync(Guid id, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var before = now - _touchInterval;
        return All.Where(s => s.Id == id && s.EndedAt == null && s.LastSeenAt <= before)
            .ExecuteUpdateAsync(set => set.SetProperty(s => s.LastSeenAt, now), cancellationToken);
    }

    public async Task<IReadOnlyList<Session>> OpenOfAsync(Guid user, DateTimeOffset now, CancellationToken cancellationToken) =>
        await All.Where(s => s.UserId == user && s.EndedAt == null && s.ExpiresAt > now)
            .OrderByDescending(s => s.LastSeenAt).ToListAsync(cancellationToken);

    public async Task<bool> EndAsync(Guid user, Guid id, DateTimeOffset now, CancellationToken cancellationToken) =>
        await All.Where(s => s.UserId == user && s.Id == id && s.EndedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(s => s.EndedAt, now), cancellationToken) == 1;

    public Task<int> EndOthersAsync(Guid user, Guid? keep, DateTimeOffset now, CancellationToken cancellationToken) =>
        All.Where(s => s.UserId == user && s.EndedAt == null && s.Id != keep)
            .ExecuteUpdateAsync(set => set.SetProperty(s => s.EndedAt, now), cancellationToken);

    public Task RestampAsync(Guid id, int securityVersion, CancellationToken cancellationToken) =>
        All.Where(s => s.Id == id && s.EndedAt == null)
            .ExecuteUpdateAsync(
                set => set
                    .SetProperty(s => s.SecurityVersion, securityVersion)
                    .SetProperty(s => EF.Property<DateTimeOffset?>(s, SessionMapping.ToldAt), (DateTimeOffset?)null),
                cancellationToken);

    private static bool SameAct(Proof one, Proof other) =>
        one.Authenticator == other.Authenticator && one.Method == other.Method && one.At == other.At;
}
