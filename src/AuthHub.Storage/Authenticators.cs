using AuthHub.SignIn.Authenticators;
using AuthHub.SignIn.Users;
using AuthHub.Storage.Mapping;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AuthHub.Storage;

/// <summary>Table <c>authenticators</c>.</summary>
internal sealed class AuthenticatorMapping : IEntityTypeConfiguration<Authenticator>
{
    public void Configure(EntityTypeBuilder<Authenticator> builder)
    {
        builder.ToTable("authenticators");
        builder.Property(a => a.Id).ValueGeneratedNever();
        builder.Property(a => a.Method).HasMaxLength(Lengths.Method);
        builder.Property(a => a.Label).HasMaxLength(Lengths.Label);
        builder.Property(a => a.EnrolledBy).HasConversion<string>().HasMaxLength(16);

        // A WebAuthn credential id has at most 1023 bytes (WebAuthn level 2 section 5.8.3), 1364 characters of base64url.
        builder.Property(a => a.ExternalId).HasMaxLength(1400);
        builder.Property(a => a.Hint).HasMaxLength(200);
        builder.Property(a => a.Serial).HasMaxLength(100);
        builder.HasOne<User>().WithMany().HasForeignKey(a => a.UserId);
        builder.HasIndex(a => a.ExternalId).IsUnique();
        builder.HasIndex(a => new { a.UserId, a.Method });
    }
}

/// <summary>What people have bound, in table <c>authenticators</c>.</summary>
internal sealed class Authenticators(AuthHubDb db) : IAuthenticators
{
    private static readonly Func<AuthHubDb, Guid, IAsyncEnumerable<Authenticator>> _ofUser = EF.CompileAsyncQuery<AuthHubDb, Guid, Authenticator>(
        (db, user) => db.Set<Authenticator>().AsNoTracking().Where(a => a.UserId == user).OrderBy(a => a.CreatedAt).ThenBy(a => a.Id));

    private IQueryable<Authenticator> All => db.Set<Authenticator>().AsNoTracking();

    public async Task<IReadOnlyList<Authenticator>> OfAsync(Guid user, CancellationToken cancellationToken) =>
        await _ofUser(db, user).ToListAsync(cancellationToken);

    public Task<Authenticator?> FindAsync(Guid user, Guid id, CancellationToken cancellationToken) =>
        All.FirstOrDefaultAsync(a => a.UserId == user && a.Id == id, cancellationToken);

    public async Task<bool> ExternalIdExistsAsync(string externalId, CancellationToken cancellationToken) =>
        StorableText.Is(externalId) && await All.AnyAsync(a => a.ExternalId == externalId, cancellationToken);

    public async Task<bool> AddAsync(Authenticator authenticator, int limit, CancellationToken cancellationToken)
    {
        StorableText.Require(authenticator.Method, Lengths.Method, nameof(authenticator));
        return await new Transactions(db).RunAsync(
            async token =>
            {
                if (!await LockOwnerAsync(authenticator.UserId, token)
                    || await All.CountAsync(a => a.UserId == authenticator.UserId && a.Method == authenticator.Method, token) >= limit)
                {
                    return false;
                }

                return await db.TryAddAsync(authenticator, token);
            },
            cancellationToken);
    }

    public async Task<bool> CountAttemptAsync(Guid id, int limit, CancellationToken cancellationToken) =>
        await All.Where(a => a.Id == id && a.Failures < limit)
            .ExecuteUpdateAsync(set => set.SetProperty(a => a.Failures, a => a.Failures + 1), cancellationToken) == 1;

    public Task ForgiveAttemptAsync(Guid id, CancellationToken cancellationToken) =>
        All.Where(a => a.Id == id && a.Failures > 0)
            .ExecuteUpdateAsync(set => set.SetProperty(a => a.Failures, a => a.Failures - 1), cancellationToken);

    public async Task<bool> UseAsync(Guid id, int version, byte[] sealedState, DateTimeOffset now, CancellationToken cancellationToken) =>
        await All.Where(a => a.Id == id && a.Version == version)
            .ExecuteUpdateAsync(
                set => set
                    .SetProperty(a => a.SealedState, sealedState)
                    .SetProperty(a => a.Version, a => a.Version + 1)
                    .SetProperty(a => a.LastUsedAt, now),
                cancellationToken) == 1;

    public Task ClearFailuresAsync(Guid user, IReadOnlyCollection<Guid>? only, CancellationToken cancellationToken)
    {
        var hers = All.Where(a => a.UserId == user && a.Failures > 0);
        return (only is null ? hers : hers.Where(a => only.Contains(a.Id)))
            .ExecuteUpdateAsync(set => set.SetProperty(a => a.Failures, 0), cancellationToken);
    }

    public async Task<bool> RenameAsync(Guid user, Guid id, string label, CancellationToken cancellationToken)
    {
        StorableText.Require(label, Lengths.Label, nameof(label));
        return await All.Where(a => a.UserId == user && a.Id == id)
            .ExecuteUpdateAsync(set => set.SetProperty(a => a.Label, label), cancellationToken) == 1;
    }

    public Task<bool> RemoveAsync(Guid user, Guid id, IReadOnlyCollection<string>? keepOneOf, CancellationToken cancellationToken) =>
        new Transactions(db).RunAsync(
            async token =>
            {
                await LockOwnerAsync(user, token);
                var othersRemain = keepOneOf is null
                    || await All.AnyAsync(a => a.UserId == user && a.Id != id && keepOneOf.Contains(a.Method), token);
                return othersRemain && await All.Where(a => a.UserId == user && a.Id == id).ExecuteDeleteAsync(token) == 1;
            },
            cancellationToken);

    /// <summary>Holds the person's row until the end of the transaction by an update that changes nothing; false for nobody.</summary>
    private async Task<bool> LockOwnerAsync(Guid user, CancellationToken cancellationToken) =>
        await db.Set<User>().Where(u => u.Id == user)
            .ExecuteUpdateAsync(set => set.SetProperty(u => u.SecurityVersion, u => u.SecurityVersion), cancellationToken) == 1;
}
