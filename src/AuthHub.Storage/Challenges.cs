using AuthHub.SignIn.Runs;
using AuthHub.Storage.Mapping;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AuthHub.Storage;

/// <summary>Table <c>challenges</c>.</summary>
internal sealed class ChallengeMapping : IEntityTypeConfiguration<Challenge>
{
    public const int OwnerLength = 64;

    public void Configure(EntityTypeBuilder<Challenge> builder)
    {
        builder.ToTable("challenges");
        builder.Property(c => c.Id).ValueGeneratedNever();
        builder.Property(c => c.Owner).HasMaxLength(OwnerLength);
        builder.Property(c => c.Method).HasMaxLength(Lengths.Method);
        builder.Property(c => c.Purpose).HasConversion<string>().HasMaxLength(16);
        builder.HasIndex(c => new { c.Owner, c.Method, c.Purpose }).IsUnique();
        builder.HasIndex(c => c.ExpiresAt);
    }
}

/// <summary>The open challenges, in table <c>challenges</c>.</summary>
internal sealed class Challenges(AuthHubDb db) : IChallenges
{
    /// <summary>How often a challenge that another was put before may take that one's place.</summary>
    private const int Rounds = 20;

    private static readonly Func<AuthHubDb, string, string, ChallengePurpose, CancellationToken, Task<Challenge?>> _open = EF.CompileAsyncQuery(
        (AuthHubDb db, string owner, string method, ChallengePurpose purpose, CancellationToken _) =>
            db.Set<Challenge>().AsNoTracking().FirstOrDefault(c => c.Owner == owner && c.Method == method && c.Purpose == purpose));

    private IQueryable<Challenge> All => db.Set<Challenge>().AsNoTracking();

    public async Task<Challenge?> FindAsync(string owner, string method, ChallengePurpose purpose, CancellationToken cancellationToken) =>
        StorableText.Is(owner) && StorableText.Is(method)
            ? await _open(db, owner, method, purpose, cancellationToken)
            : null;

    public async Task PutAsync(Challenge challenge, CancellationToken cancellationToken)
    {
        StorableText.Require(challenge.Owner, ChallengeMapping.OwnerLength, nameof(challenge));
        StorableText.Require(challenge.Method, Lengths.Method, nameof(challenge));
        await new Transactions(db).RunAsync(
            async token =>
            {
                for (var round = 0; round < Rounds; round++)
                {
                    await All.Where(c => c.Owner == challenge.Owner && c.Method == challenge.Method && c.Purpose == challenge.Purpose)
                        .ExecuteDeleteAsync(token);
                    if (await db.TryAddAsync(challenge, token))
                    {
                        return true;
                    }
                }

                throw new InvalidOperationException("Challenges of one owner were put faster than they can replace each other.");
            },
            cancellationToken);
    }

    public async Task<bool> CountTryAsync(Guid id, int limit, CancellationToken cancellationToken) =>
        await All.Where(c => c.Id == id && c.Tries < limit)
            .ExecuteUpdateAsync(set => set.SetProperty(c => c.Tries, c => c.Tries + 1), cancellationToken) == 1;

    public async Task<bool> SaveAsync(Guid id, byte[] sealedState, CancellationToken cancellationToken) =>
        await All.Where(c => c.Id == id)
            .ExecuteUpdateAsync(set => set.SetProperty(c => c.SealedState, sealedState), cancellationToken) == 1;

    public async Task<bool> ConsumeAsync(Guid id, CancellationToken cancellationToken) =>
        await All.Where(c => c.Id == id).ExecuteDeleteAsync(cancellationToken) == 1;

    public Task<int> DeleteExpiredAsync(DateTimeOffset now, CancellationToken cancellationToken) =>
        All.Where(c => c.ExpiresAt <= now).ExecuteDeleteAsync(cancellationToken);
}
