using System.Security.Cryptography;
using System.Text;

namespace AuthHub.OpenId.SingleUse;

/// <summary>A value somebody has used.</summary>
public sealed class UsedValue
{
    /// <summary>SHA-256 over kind, owner and value: whatever their length and characters, the row is small and tells nothing.</summary>
    public required byte[] Hash { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Each part is preceded by its length, so that no two triples have the same text.</summary>
    public static byte[] HashOf(string kind, string owner, string value) =>
        SHA256.HashData(Encoding.UTF8.GetBytes($"{kind.Length}:{kind}{owner.Length}:{owner}{value}"));
}
