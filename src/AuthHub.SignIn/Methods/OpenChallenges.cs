using AuthHub.SignIn.Authenticators;
using AuthHub.SignIn.Runs;
using AuthHub.SignIn.Users;

namespace AuthHub.SignIn.Methods;

/// <summary>Puts, opens and consumes challenges; their state is sealed under owner, method and purpose (laws L4, L16).</summary>
public sealed class OpenChallenges(IChallenges challenges, ISecretBox box, TimeProvider clock)
{
    /// <summary>The open challenge and its state; null when there is none, it expired, or the account changed since (laws L11, L18).</summary>
    public async Task<(Challenge Challenge, byte[] State)?> FindAsync(User user, string owner, string method, ChallengePurpose purpose, CancellationToken cancellationToken)
    {
        var challenge = await challenges.FindAsync(owner, method, purpose, cancellationToken);
        return challenge is not null && challenge.UserId == user.Id && challenge.SecurityVersion == user.SecurityVersion && clock.GetUtcNow() < challenge.ExpiresAt
            ? (challenge, box.Open(challenge.SealedState, Context(owner, method, purpose)))
            : null;
    }

    /// <summary>Puts a new challenge in the place of any older one.</summary>
    public async Task PutAsync(User user, string owner, string method, ChallengePurpose purpose, byte[] state, TimeSpan lifetime, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await challenges.PutAsync(
            new Challenge
            {
                Id = Guid.CreateVersion7(now),
                Owner = owner,
                Method = method,
                Purpose = purpose,
                UserId = user.Id,
                SecurityVersion = user.SecurityVersion,
                SealedState = box.Seal(state, Context(owner, method, purpose)),
                CreatedAt = now,
                ExpiresAt = now + lifetime,
            },
            cancellationToken);
    }

    public Task<bool> SaveAsync(Challenge challenge, byte[] state, CancellationToken cancellationToken) =>
        challenges.SaveAsync(challenge.Id, box.Seal(state, Context(challenge.Owner, challenge.Method, challenge.Purpose)), cancellationToken);

    public Task<bool> CountTryAsync(Challenge challenge, int limit, CancellationToken cancellationToken) =>
        challenges.CountTryAsync(challenge.Id, limit, cancellationToken);

    public Task<bool> ConsumeAsync(Challenge challenge, CancellationToken cancellationToken) =>
        challenges.ConsumeAsync(challenge.Id, cancellationToken);

    private static string Context(string owner, string method, ChallengePurpose purpose) => $"challenge:{owner}:{method}:{purpose}";
}
