using System.Security.Cryptography;
using System.Text;

namespace AuthHub.Methods.Password;

/// <summary>Argon2id (RFC 9106): the hash that also costs an attacker memory.</summary>
public sealed record Argon2id : PhcHash
{
    public const string Name = "argon2id";

    /// <summary>Bounds for hashes brought from elsewhere, so that one of them cannot exhaust the machine.</summary>
    public const int MaxMemoryKiB = 256 * 1024;

    public const int MaxPasses = 10;

    private const int MaxLanes = 8;

    public override string Algorithm => Name;

    public required int MemoryKiB { get; init; }

    public required int Passes { get; init; }

    /// <summary>Hashes with a new random salt of 16 bytes and one lane.</summary>
    public static Argon2id Create(ReadOnlySpan<byte> password, int memoryKiB, int passes)
    {
        var salt = RandomNumberGenerator.GetBytes(Sodium.SaltBytes);
        var hash = Sodium.Argon2id(password, salt, memoryKiB, passes);
        return new Argon2id
        {
            Text = $"${Name}$v=19$m={memoryKiB},t={passes},p=1${Encode(salt)}${Encode(hash)}",
            MemoryKiB = memoryKiB,
            Passes = passes,
        };
    }

    public override bool Verify(ReadOnlySpan<byte> password) => Sodium.VerifyArgon2id(Encoding.ASCII.GetBytes(Text + '\0'), password);

    internal static Argon2id? Parse(string text, string parameters, string salt, string hash) =>
        parameters.Split(',') is [var m, var t, var p]
        && Number(p, "p", 1, MaxLanes) is { } lanes
        && Number(m, "m", 8 * lanes, MaxMemoryKiB) is { } memory
        && Number(t, "t", 1, MaxPasses) is { } passes
        && Decode(salt, 8, 64) is not null && Decode(hash, 16, 64) is not null
            ? new Argon2id { Text = text, MemoryKiB = memory, Passes = passes }
            : null;
}
