using System.Security.Cryptography;

namespace AuthHub.Methods.Password;

/// <summary>PBKDF2-HMAC-SHA-512 (RFC 8018), where libsodium is not there or only approved algorithms may be used.</summary>
public sealed record Pbkdf2 : PhcHash
{
    public const string Name = "pbkdf2-sha512";

    /// <summary>Bound for hashes brought from elsewhere.</summary>
    public const int MaxRounds = 5_000_000;

    public override string Algorithm => Name;

    public required int Rounds { get; init; }

    private byte[] Salt { get; init; } = [];

    private byte[] Hash { get; init; } = [];

    public static Pbkdf2 Create(ReadOnlySpan<byte> password, int rounds)
    {
        var salt = RandomNumberGenerator.GetBytes(16);
        var hash = Derive(password, salt, rounds, 64);
        return new Pbkdf2 { Text = $"${Name}$i={rounds}${Encode(salt)}${Encode(hash)}", Rounds = rounds, Salt = salt, Hash = hash };
    }

    public override bool Verify(ReadOnlySpan<byte> password) =>
        CryptographicOperations.FixedTimeEquals(Derive(password, Salt, Rounds, Hash.Length), Hash);

    internal static Pbkdf2? Parse(string text, string parameters, string salt, string hash) =>
        Number(parameters, "i", 1_000, MaxRounds) is { } rounds && Decode(salt, 8, 64) is { } salted && Decode(hash, 32, 64) is { } hashed
            ? new Pbkdf2 { Text = text, Rounds = rounds, Salt = salted, Hash = hashed }
            : null;

    private static byte[] Derive(ReadOnlySpan<byte> password, byte[] salt, int rounds, int length) =>
        Rfc2898DeriveBytes.Pbkdf2(password, salt, rounds, HashAlgorithmName.SHA512, length);
}
