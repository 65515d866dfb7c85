namespace AuthHub.OpenId.Keys;

/// <summary>Encrypts private signing keys and the secrets clients sign with at rest. The context is bound in: what was sealed for one purpose cannot be opened for another.</summary>
public interface IKeySealing
{
    byte[] Seal(byte[] plain, string context);

    /// <summary>Throws <see cref="System.Security.Cryptography.CryptographicException"/> when it was not sealed here for this context.</summary>
    byte[] Open(byte[] sealedBytes, string context);

    /// <summary>32 secret bytes that are the same for this purpose on every server, after every restart, and for as long as the installation lives.</summary>
    byte[] Derive(string purpose);
}
