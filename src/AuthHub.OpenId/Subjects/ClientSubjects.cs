using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using AuthHub.Jose;
using AuthHub.OpenId.Clients;
using AuthHub.OpenId.Keys;

namespace AuthHub.OpenId.Subjects;

/// <summary>
/// The <c>sub</c> a client knows a person by: her own, or for clients of type <c>pairwise</c> one that clients of another sector cannot
/// compare with theirs (OpenID Connect Core section 8.1). It is her own encrypted under a key of the sector, so no table is needed to
/// read it back. The way of synthetic initialization vectors (RFC 5297 section 2): the same person is the same text, and a text that was not made
/// here is recognised.
/// </summary>
public sealed class ClientSubjects(IKeySealing sealing)
{
    private const int IvBytes = 16;

    /// <summary>Ids of 128 bits take 44 characters in all; some apps have room for no more than 64.</summary>
    private const byte IsId = 0;
    private const byte IsText = 1;

    private readonly ConcurrentDictionary<string, (byte[] Iv, byte[] Cipher)> _keys = new(StringComparer.Ordinal);

    /// <summary>What this client is told instead of the person's own subject.</summary>
    public string Shown(Client client, string subject)
    {
        if (!client.IsPairwise)
        {
            return subject;
        }

        var (ivKey, cipherKey) = KeysOf(Sector.Of(client)!);
        byte[] plain = Guid.TryParseExact(subject, "N", out var id) && id.ToString("N") == subject ? [IsId, .. id.ToByteArray()] : [IsText, .. Encoding.UTF8.GetBytes(subject)];
        var iv = HMACSHA256.HashData(ivKey, plain)[..IvBytes];
        using var aes = Aes.Create();
        aes.Key = cipherKey;
        return Base64UrlText.Encode([.. iv, .. aes.EncryptCfb(plain, iv)]);
    }

    /// <summary>Whom this client means; null when what it says was never shown to its sector.</summary>
    public string? Meant(Client client, string shown)
    {
        if (!client.IsPairwise)
        {
            return shown;
        }

        if (shown.Length > 512 || !Base64UrlText.TryDecode(shown, out var bytes) || bytes.Length <= IvBytes)
        {
            return null;
        }

        var (ivKey, cipherKey) = KeysOf(Sector.Of(client)!);
        using var aes = Aes.Create();
        aes.Key = cipherKey;
        var plain = aes.DecryptCfb(bytes.AsSpan(IvBytes), bytes.AsSpan(0, IvBytes));
        return CryptographicOperations.FixedTimeEquals(HMACSHA256.HashData(ivKey, plain).AsSpan(0, IvBytes), bytes.AsSpan(0, IvBytes)) ? Read(plain) : null;
    }

    private static string Read(byte[] plain) => plain[0] == IsId ? new Guid(plain.AsSpan(1)).ToString("N") : Encoding.UTF8.GetString(plain.AsSpan(1));

    private (byte[] Iv, byte[] Cipher) KeysOf(string sector) => _keys.GetOrAdd(sector, name =>
    {
        var secret = sealing.Derive("pairwise:" + name);
        return (HKDF.Expand(HashAlgorithmName.SHA256, secret, 32, "iv"u8.ToArray()), HKDF.Expand(HashAlgorithmName.SHA256, secret, 32, "cipher"u8.ToArray()));
    });
}
