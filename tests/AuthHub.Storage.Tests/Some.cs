using AuthHub.Flows;
using AuthHub.SignIn.Authenticators;
using AuthHub.SignIn.Runs;
using AuthHub.SignIn.Sessions;
using AuthHub.SignIn.Users;

namespace AuthHub.Storage.Tests;

/// <summary>Valid examples to begin tests from.</summary>
internal static class Some
{
    public static User User(string username, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(now),
        Username = username,
        CanonicalUsername = Identifier.Canonical(username)!,
        Email = username + "@example.org",
        CanonicalEmail = username + "@example.org",
        DisplayName = "Anna Bērziņa",
        CreatedAt = now,
    };

    public static Authenticator Authenticator(Guid user, DateTimeOffset now, string method = "totp", string? externalId = null) => new()
    {
        Id = Guid.CreateVersion7(now),
        UserId = user,
        Method = method,
        Label = "Phone",
        SealedState = [1, 2, 3],
        ExternalId = externalId,
        CreatedAt = now,
    };

    public static Session Session(Guid user, DateTimeOffset now, byte secret = 1) => new()
    {
        Id = Guid.CreateVersion7(now),
        SecretHash = Enumerable.Repeat(secret, 32).ToArray(),
        UserId = user,
        SecurityVersion = 0,
        Proofs = [Proof("password", now)],
        CreatedAt = now,
        LastSeenAt = now,
        ExpiresAt = now.AddHours(8),
    };

    public static Proof Proof(string method, DateTimeOffset at) =>
        new(method, Guid.CreateVersion7(at), "typed", Factor.Knowledge, UserVerified: false, ["pwd"], at);

    public static Run Run(Guid user, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(now),
        RequestId = Guid.CreateVersion7(now),
        BrowserHash = new byte[32],
        UserId = user,
        SecurityVersion = 0,
        State = "{}",
        CreatedAt = now,
        ExpiresAt = now.AddMinutes(30),
    };

    public static Challenge Challenge(string owner, Guid user, DateTimeOffset now, ChallengePurpose purpose = ChallengePurpose.Verify) => new()
    {
        Id = Guid.CreateVersion7(now),
        Owner = owner,
        Method = "totp",
        Purpose = purpose,
        UserId = user,
        SecurityVersion = 0,
        SealedState = [1],
        CreatedAt = now,
        ExpiresAt = now.AddMinutes(10),
    };
}
