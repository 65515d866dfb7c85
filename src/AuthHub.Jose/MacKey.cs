using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace AuthHub.Jose;

/// <summary>
/// A client's secret bound to one HMAC algorithm, for <c>client_secret_jwt</c> alone (OpenID Connect Core section 9). It comes from no
/// JWK and turns into none, so no public key can ever stand here (JOS-02).
/// </summary>
public sealed class MacKey
{
    private const int MostBytes = 1024;

    private readonly byte[] _secret;

    private MacKey(MacAlgorithm algorithm, byte[] secret)
    {
        Algorithm = algorithm;
        _secret = secret;
    }

    public MacAlgorithm Algorithm { get; }

    /// <summary>False for a secret shorter than the hash (RFC 7518 section 3.2), longer than 1024 bytes or of one byte repeated (JOS-05).</summary>
    public static bool TryCreate(ReadOnlySpan<byte> secret, MacAlgorithm algorithm, [NotNullWhen(true)] out MacKey? key)
    {
        var isGood = secret.Length >= algorithm.Bytes && secret.Length <= MostBytes && secret.ContainsAnyExcept(secret[0]);
        key = isGood ? new MacKey(algorithm, secret.ToArray()) : null;
        return isGood;
    }

    internal byte[] Sign(ReadOnlySpan<byte> input) => Algorithm.Bytes switch
    {
        32 => HMACSHA256.HashData(_secret, input),
        48 => HMACSHA384.HashData(_secret, input),
        _ => HMACSHA512.HashData(_secret, input),
    };

    /// <summary>Whole and in fixed time.</summary>
    internal bool Verify(ReadOnlySpan<byte> input, ReadOnlySpan<byte> mac) => CryptographicOperations.FixedTimeEquals(Sign(input), mac);
}
