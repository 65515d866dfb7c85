using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using AuthHub.Jose;
using AuthHub.OpenId.Authorizations;

namespace AuthHub.OpenId.Tokens;

/// <summary>
/// A refresh token as it travels: the mark of its family, 256 secret bits, and a checksum that tells a damaged token from an old one, so
/// that a slip of the client does not look like theft. Stored as hashes only.
/// </summary>
public sealed class RefreshToken
{
    private const int FamilyBytes = 16;
    private const int SecretBytes = 32;
    private const int CheckBytes = 8;

    private readonly byte[] _bytes;

    private RefreshToken(byte[] bytes) => _bytes = bytes;

    public byte[] FamilyHash => SHA256.HashData(Family);

    public byte[] Hash => SHA256.HashData(_bytes);

    private ReadOnlySpan<byte> Family => _bytes.AsSpan(0, FamilyBytes);

    private ReadOnlySpan<byte> Secret => _bytes.AsSpan(FamilyBytes, SecretBytes);

    /// <summary>The first token of a new family.</summary>
    public static RefreshToken Start() => Of(RandomNumberGenerator.GetBytes(FamilyBytes), RandomNumberGenerator.GetBytes(SecretBytes));

    /// <summary>False for anything that was never a token of ours, as far as that can be seen without the store.</summary>
    public static bool TryRead(string text, [NotNullWhen(true)] out RefreshToken? token)
    {
        token = null;
        if (text.Length > 128 || !Base64UrlText.TryDecode(text, out var bytes) || bytes.Length != FamilyBytes + SecretBytes + CheckBytes)
        {
            return false;
        }

        token = Of(bytes.AsSpan(0, FamilyBytes), bytes.AsSpan(FamilyBytes, SecretBytes));
        return token._bytes.AsSpan().SequenceEqual(bytes);
    }

    /// <summary>
    /// The token after this one. It follows from this token and a random salt that only the server has: who has lost the answer and asks
    /// again gets the same successor, so there are never two live ones.
    /// </summary>
    public RefreshToken Next(byte[] salt) => Of(Family, HMACSHA256.HashData(salt, Secret));

    public RefreshStart ToStart(DateTimeOffset expiresAt, string? confirmation) => new(FamilyHash, Hash, expiresAt, confirmation);

    /// <summary>The text for the client. Named so that it is not written by accident; <see cref="ToString"/> shows stars.</summary>
    public string Reveal() => Base64UrlText.Encode(_bytes);

    public override string ToString() => "***";

    private static RefreshToken Of(ReadOnlySpan<byte> family, ReadOnlySpan<byte> secret)
    {
        byte[] body = [.. family, .. secret];
        return new RefreshToken([.. body, .. SHA256.HashData(body).AsSpan(0, CheckBytes)]);
    }
}
