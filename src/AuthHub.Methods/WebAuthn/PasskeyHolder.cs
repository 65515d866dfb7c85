using System.Buffers.Text;
using AuthHub.SignIn.Authenticators;
using AuthHub.SignIn.Methods;
using AuthHub.SignIn.Users;
using Microsoft.AspNetCore.Identity;

namespace AuthHub.Methods.WebAuthn;

/// <summary>A person as the framework's ceremonies see her: an id and her credentials.</summary>
internal sealed class PasskeyHolder(User user, IEnumerable<BoundAuthenticator> authenticators)
{
    public string Id { get; } = user.Id.ToString("D");

    public User User { get; } = user;

    public IReadOnlyList<WebAuthnState> Credentials { get; } = [.. authenticators.Select(bound => WebAuthnState.Read(bound.State))];
}

/// <summary>
/// Answers the framework's questions about one person from the values at hand. Counters are shown as zero: the framework
/// would refuse a count that went back with a text only, and it must be recorded (<see cref="WebAuthnMethod"/> compares it).
/// </summary>
internal sealed class PasskeyHolders(PasskeyHolder holder, IAuthenticators authenticators) : IUserPasskeyStore<PasskeyHolder>
{
    private const string ReadOnly = "The host stores authenticators, not the ceremony.";

    public static string ExternalId(ReadOnlySpan<byte> credentialId) => Base64Url.EncodeToString(credentialId);

    public Task<PasskeyHolder?> FindByIdAsync(string userId, CancellationToken cancellationToken) => Task.FromResult(userId == holder.Id ? holder : null);

    public Task<string> GetUserIdAsync(PasskeyHolder user, CancellationToken cancellationToken) => Task.FromResult(user.Id);

    public Task<string?> GetUserNameAsync(PasskeyHolder user, CancellationToken cancellationToken) => Task.FromResult<string?>(user.User.Username);

    public Task<IList<UserPasskeyInfo>> GetPasskeysAsync(PasskeyHolder user, CancellationToken cancellationToken) =>
        Task.FromResult<IList<UserPasskeyInfo>>([.. user.Credentials.Select(Info)]);

    public Task<UserPasskeyInfo?> FindPasskeyAsync(PasskeyHolder user, byte[] credentialId, CancellationToken cancellationToken) =>
        Task.FromResult(user.Credentials.Where(credential => credential.CredentialId.AsSpan().SequenceEqual(credentialId)).Select(Info).FirstOrDefault());

    /// <summary>Anybody with this credential: WebAuthn section 7.1 step 26 asks over all people.</summary>
    public async Task<PasskeyHolder?> FindByPasskeyIdAsync(byte[] credentialId, CancellationToken cancellationToken) =>
        await authenticators.ExternalIdExistsAsync(ExternalId(credentialId), cancellationToken) ? holder : null;

    public Task AddOrUpdatePasskeyAsync(PasskeyHolder user, UserPasskeyInfo passkey, CancellationToken cancellationToken) => throw new NotSupportedException(ReadOnly);

    public Task RemovePasskeyAsync(PasskeyHolder user, byte[] credentialId, CancellationToken cancellationToken) => throw new NotSupportedException(ReadOnly);

    public Task SetUserNameAsync(PasskeyHolder user, string? userName, CancellationToken cancellationToken) => throw new NotSupportedException(ReadOnly);

    public Task<string?> GetNormalizedUserNameAsync(PasskeyHolder user, CancellationToken cancellationToken) => throw new NotSupportedException(ReadOnly);

    public Task SetNormalizedUserNameAsync(PasskeyHolder user, string? normalizedName, CancellationToken cancellationToken) => throw new NotSupportedException(ReadOnly);

    public Task<IdentityResult> CreateAsync(PasskeyHolder user, CancellationToken cancellationToken) => throw new NotSupportedException(ReadOnly);

    public Task<IdentityResult> UpdateAsync(PasskeyHolder user, CancellationToken cancellationToken) => throw new NotSupportedException(ReadOnly);

    public Task<IdentityResult> DeleteAsync(PasskeyHolder user, CancellationToken cancellationToken) => throw new NotSupportedException(ReadOnly);

    public Task<PasskeyHolder?> FindByNameAsync(string normalizedUserName, CancellationToken cancellationToken) => throw new NotSupportedException(ReadOnly);

    public void Dispose()
    {
        // Nothing is held.
    }

    private static UserPasskeyInfo Info(WebAuthnState state) => new(
        state.CredentialId, state.PublicKey, default, signCount: 0, state.Transports, state.UserVerified, state.BackupEligible, state.BackedUp, [], []);
}
