using AuthHub.Jose;
using AuthHub.Jose.Encryption;

namespace AuthHub.OpenId.Keys;

/// <summary>A key of ours, imported and ready: one that signs, or one that opens what was encrypted for us.</summary>
internal sealed record OurKey(StoredSigningKey Record, SigningKey? Signing, DecryptionKey? Decryption)
{
    public JsonWebKey PublicKey => Signing?.PublicKey ?? Decryption!.PublicKey;
}
