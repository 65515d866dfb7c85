using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace AuthHub.Jose.Encryption;

/// <summary>The key two sides agree on: ECDH, then one round of the Concat KDF (RFC 7518 section 4.6.2, NIST SP 800-56A section 5.8.1).</summary>
internal static class AgreedKey
{
    /// <param name="own">Has the private half.</param>
    /// <param name="other">The other side's public key on the same curve.</param>
    /// <param name="header">Names the algorithm the key is for, and both parties.</param>
    public static byte[] Derive(ECDiffieHellman own, ECDiffieHellmanPublicKey other, JweHeader header)
    {
        // Agreed directly, the key belongs to enc; agreed for wrapping, to alg.
        var purpose = header.Algorithm.HasEncryptedKey ? header.Algorithm.Name : header.Encryption.Name;
        return Derive(own, other, purpose, header.PartyU, header.PartyV, ContentEncryption.KeyBytes);
    }

    /// <summary>Up to 32 bytes: one round of SHA-256, whose counter is 1.</summary>
    internal static byte[] Derive(ECDiffieHellman own, ECDiffieHellmanPublicKey other, string purpose, byte[] partyU, byte[] partyV, int bytes)
    {
        byte[] counter = [0, 0, 0, 1];
        byte[] info = [.. Sized(Encoding.ASCII.GetBytes(purpose)), .. Sized(partyU), .. Sized(partyV), .. Number(bytes * 8)];
        return own.DeriveKeyFromHash(other, HashAlgorithmName.SHA256, counter, info)[..bytes];
    }

    private static byte[] Sized(byte[] value) => [.. Number(value.Length), .. value];

    private static byte[] Number(int value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        return bytes;
    }
}
