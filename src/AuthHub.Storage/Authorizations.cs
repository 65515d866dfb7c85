using AuthHub.OpenId.Authorizations;
using AuthHub.SignIn.Sessions;
using AuthHub.Storage.Mapping;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AuthHub.Storage;

/// <summary>Tables <c>authorizations</c> and <c>revoked_tokens</c>. Code and refresh token are columns of one row, so each use is one conditional statement.</summary>
internal sealed class Authorizations(AuthHubDb db) : IAuthorizations
{
    private static readonly Func<AuthHubDb, Guid, CancellationToken, Task<Authorization?>> ById = EF.CompileAsyncQuery(
        (AuthHubDb db, Guid id, CancellationToken _) => db.Set<Authorization>().AsNoTracking().FirstOrDefault(a => a.Id == id));

    private static readonly Func<AuthHubDb, byte[], CancellationToken, Task<Authorization?>> ByCode = EF.CompileAsyncQuery(
        (AuthHubDb db, byte[] hash, CancellationToken _) => db.Set<Authorization>().AsNoTracking().FirstOrDefault(a => a.CodeHash == hash));

    private static readonly Func<AuthHubDb, byte[], CancellationToken, Task<Authorization?>> ByFamily = EF.CompileAsyncQuery(
        (AuthHubDb db, byte[] hash, CancellationToken _) => db.Set<Authorization>().AsNoTracking().FirstOrDefault(a => a.RefreshFamilyHash == hash));

    public async Task<bool> AddAsync(Authorization authorization, CancellationToken cancellationToken)
    {
        if (authorization.RequestHash is not null)
        {
            return await db.TryAddAsync(authorization, cancellationToken);
        }

        await db.AddAloneAsync(authorization, cancellationToken);
        return true;
    }

    public Task<Authorization?> FindAsync(Guid id, CancellationToken cancellationToken) => ById(db, id, cancellationToken);

    public async Task<IReadOnlyList<Authorization>> OfAsync(string subject, int take, CancellationToken cancellationToken) =>
        await db.Set<Authorization>().AsNoTracking().Where(a => a.Subject == subject && a.RevokedAt == null)
            .OrderByDescending(a => a.CreatedAt).Take(take).ToListAsync(cancellationToken);

    public Task<Authorization?> FindByCodeAsync(byte[] codeHash, CancellationToken cancellationToken) => ByCode(db, codeHash, cancellationToken);

    public Task<Authorization?> FindByRefreshFamilyAsync(byte[] familyHash, CancellationToken cancellationToken) => ByFamily(db, familyHash, cancellationToken);

    public async Task<bool> RedeemCodeAsync(Guid id, RefreshStart? refresh, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var unused = db.Set<Authorization>().Where(a => a.Id == id && a.CodeRedeemedAt == null && a.RevokedAt == null && a.CodeExpiresAt > now);
        var redeemed = refresh is null
            ? await unused.ExecuteUpdateAsync(set => set.SetProperty(a => a.CodeRedeemedAt, now), cancellationToken)
            : await unused.ExecuteUpdateAsync(
                set => set
                    .SetProperty(a => a.CodeRedeemedAt, now)
                    .SetProperty(a => a.RefreshFamilyHash, refresh.FamilyHash)
                    .SetProperty(a => a.RefreshHash, refresh.TokenHash)
                    .SetProperty(a => a.RefreshExpiresAt, refresh.ExpiresAt)
                    .SetProperty(a => a.RefreshConfirmation, refresh.Confirmation),
                cancellationToken);
        return redeemed == 1;
    }

    public async Task<bool> RotateRefreshAsync(Guid id, byte[] presentedHash, byte[] nextHash, byte[] salt, DateTimeOffset now, CancellationToken cancellationToken) =>
        await db.Set<Authorization>()
            .Where(a => a.Id == id && a.RefreshHash == presentedHash && a.RevokedAt == null && a.RefreshExpiresAt > now)
            .ExecuteUpdateAsync(
                set => set
                    .SetProperty(a => a.RefreshHash, nextHash)
                    .SetProperty(a => a.RefreshPreviousHash, presentedHash)
                    .SetProperty(a => a.RefreshSalt, salt)
                    .SetProperty(a => a.RefreshRotatedAt, now),
                cancellationToken) == 1;

    public async Task<bool> RevokeAsync(Guid id, DateTimeOffset now, CancellationToken cancellationToken) =>
        await db.Set<Authorization>().Where(a => a.Id == id && a.RevokedAt == null).ExecuteUpdateAsync(set => set.SetProperty(a => a.RevokedAt, now), cancellationToken) == 1;

    public Task<int> RevokeAllAsync(string subject, string clientId, DateTimeOffset now, CancellationToken cancellationToken) =>
        db.Set<Authorization>()
            .Where(a => a.Subject == subject && a.ClientId == clientId && a.RevokedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(a => a.RevokedAt, now), cancellationToken);

    public async Task RevokeTokenAsync(string jti, DateTimeOffset expiresAt, CancellationToken cancellationToken)
    {
        db.Add(new RevokedToken { Jti = jti, ExpiresAt = expiresAt });

        // Losing to another revocation of the same token is as good.
        await db.TrySaveAsync(cancellationToken);
    }

    public Task<bool> IsTokenRevokedAsync(string jti, CancellationToken cancellationToken) =>
        db.Set<RevokedToken>().AnyAsync(t => t.Jti == jti, cancellationToken);

    public async Task<int> RemoveExpiredAsync(DateTimeOffset before, CancellationToken cancellationToken) =>
        await db.Set<RevokedToken>().Where(t => t.ExpiresAt < before).ExecuteDeleteAsync(cancellationToken)
        + await db.Set<Authorization>()
            .Where(a => a.CodeExpiresAt < before && (a.RefreshExpiresAt == null || a.RefreshExpiresAt < before))

            // The end of its session is told to the apps these name.
            .Where(a => !db.Set<Session>().Any(s => s.Id == a.SessionId && s.ExpiresAt > before && EF.Property<DateTimeOffset?>(s, SessionMapping.ToldAt) == null))
            .ExecuteDeleteAsync(cancellationToken);

    private sealed class Mapping : IEntityTypeConfiguration<Authorization>
    {
        public void Configure(EntityTypeBuilder<Authorization> builder)
        {
            builder.ToTable("authorizations").HasKey(a => a.Id);
            builder.Property(a => a.Id).HasColumnName("id").ValueGeneratedNever();
            builder.Property(a => a.Subject).HasColumnName("subject").HasMaxLength(255);
            builder.Property(a => a.ClientId).HasColumnName("client_id").HasMaxLength(128);
            builder.Property(a => a.SessionId).HasColumnName("session_id");
            builder.Property(a => a.SecurityVersion).HasColumnName("security_version");
            builder.Property(a => a.Scopes).HasColumnName("scopes");
            builder.Property(a => a.Resources).HasColumnName("resources");
            builder.Property(a => a.AuthorizationDetails).HasColumnName("authorization_details");
            builder.Property(a => a.AuthTime).HasColumnName("auth_time");
            builder.Property(a => a.Acr).HasColumnName("acr").HasMaxLength(64);
            builder.Property(a => a.Amr).HasColumnName("amr");
            builder.Property(a => a.Nonce).HasColumnName("nonce");
            builder.Property(a => a.ClaimsRequest).HasColumnName("claims_request");
            builder.Property(a => a.CreatedAt).HasColumnName("created_at");
            builder.Property(a => a.CodeHash).HasColumnName("code_hash").HasMaxLength(32);
            builder.Property(a => a.CodeExpiresAt).HasColumnName("code_expires_at");
            builder.Property(a => a.CodeRedeemedAt).HasColumnName("code_redeemed_at");
            builder.Property(a => a.RedirectUri).HasColumnName("redirect_uri").HasMaxLength(2000);
            builder.Property(a => a.CodeChallenge).HasColumnName("code_challenge").HasMaxLength(43);
            builder.Property(a => a.RequestHash).HasColumnName("request_hash").HasMaxLength(32);
            builder.Property(a => a.CodeDpopJkt).HasColumnName("code_dpop_jkt").HasMaxLength(43);
            builder.Property(a => a.RefreshFamilyHash).HasColumnName("refresh_family_hash").HasMaxLength(32);
            builder.Property(a => a.RefreshHash).HasColumnName("refresh_hash").HasMaxLength(32);
            builder.Property(a => a.RefreshPreviousHash).HasColumnName("refresh_previous_hash").HasMaxLength(32);
            builder.Property(a => a.RefreshSalt).HasColumnName("refresh_salt").HasMaxLength(32);
            builder.Property(a => a.RefreshRotatedAt).HasColumnName("refresh_rotated_at");
            builder.Property(a => a.RefreshExpiresAt).HasColumnName("refresh_expires_at");
            builder.Property(a => a.RefreshConfirmation).HasColumnName("refresh_confirmation").HasMaxLength(128);
            builder.Property(a => a.ParentId).HasColumnName("parent_id");
            builder.Property(a => a.RevokedAt).HasColumnName("revoked_at");
            builder.Ignore(a => a.IsOffline);
            builder.Ignore(a => a.HasSession);
            builder.HasIndex(a => a.CodeHash).IsUnique().HasDatabaseName("ux_authorizations_code_hash");
            builder.HasIndex(a => a.RequestHash).IsUnique().HasDatabaseName("ux_authorizations_request_hash");
            builder.HasIndex(a => a.RefreshFamilyHash).IsUnique().HasDatabaseName("ux_authorizations_refresh_family_hash");
            builder.HasIndex(a => new { a.Subject, a.ClientId }).HasDatabaseName("ix_authorizations_subject_client_id");
            builder.HasIndex(a => a.SessionId).HasDatabaseName("ix_authorizations_session_id");
        }
    }

    /// <summary>An access token of client_credentials that was revoked before its end.</summary>
    internal sealed class RevokedToken
    {
        public required string Jti { get; init; }

        public required DateTimeOffset ExpiresAt { get; init; }
    }

    private sealed class RevokedTokenMapping : IEntityTypeConfiguration<RevokedToken>
    {
        public void Configure(EntityTypeBuilder<RevokedToken> builder)
        {
            builder.ToTable("revoked_tokens").HasKey(t => t.Jti);
            builder.Property(t => t.Jti).HasColumnName("jti").HasMaxLength(128);
            builder.Property(t => t.ExpiresAt).HasColumnName("expires_at");
        }
    }
}
