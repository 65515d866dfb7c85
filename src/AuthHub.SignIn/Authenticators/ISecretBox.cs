namespace AuthHub.SignIn.Authenticators;

/// <summary>Encrypts what the database may hold only unreadable. What was sealed in one context opens in no other (AES-GCM associated data).</summary>
public interface ISecretBox
{
    /// <param name="plain">The secret.</param>
    /// <param name="context">Says what it is and whose, such as <c>authenticator:{user}:{id}</c>.</param>
    byte[] Seal(ReadOnlySpan<byte> plain, string context);

    /// <summary>Opens; throws <see cref="System.Security.Cryptography.CryptographicException"/> when the box was changed, moved or is under an unknown key.</summary>
    byte[] Open(ReadOnlySpan<byte> box, string context);

    /// <summary>A secret value for <paramref name="input"/> that is the same on every node and after every restart, and that nobody outside can compute.</summary>
    byte[] Stable(string input);
}
