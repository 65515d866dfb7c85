using System.Security.Cryptography;
using System.Text;

namespace AuthHub.SignIn.Runs;

/// <summary>A random cookie value by which a browser is known again; only its hash is stored. Prints stars.</summary>
public sealed class BrowserSecret(string value)
{
    /// <summary>256 random bits, base64url.</summary>
    public static BrowserSecret New() => new(System.Buffers.Text.Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32)));

    public byte[] Hash { get; } = SHA256.HashData(Encoding.UTF8.GetBytes(value));

    /// <summary>The value itself, for the cookie only.</summary>
    public string Reveal() => value;

    public override string ToString() => "***";
}
