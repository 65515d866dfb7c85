using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace AuthHub.Methods.Sms;

/// <summary>The challenge in a message: letters and digits without look-alikes, in groups (S-227, S-229).</summary>
internal static class SmsCode
{
    /// <summary>31 signs: nine of them carry 44 bits.</summary>
    public const string Signs = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";

    /// <summary>The sizes in <c>3-3-3</c>.</summary>
    public static IReadOnlyList<int> Sizes(string groups) => [.. groups.Split('-').Select(size => int.Parse(size, CultureInfo.InvariantCulture))];

    public static string New(IReadOnlyList<int> sizes) => RandomNumberGenerator.GetString(Signs, sizes.Sum());

    /// <summary>The code with hyphens between its groups.</summary>
    public static string InGroups(string code, IReadOnlyList<int> sizes)
    {
        var at = 0;
        return string.Join('-', sizes.Select(size => code[at..(at += size)]));
    }

    /// <summary>What was typed, without blanks and hyphens, in upper case.</summary>
    public static string Clean(string typed) =>
        typed.Length > 64 ? "" : string.Concat(typed.Where(char.IsAsciiLetterOrDigit)).ToUpperInvariant();

    /// <summary>Stored instead of the code; the salt belongs to one challenge, so equal codes do not look equal.</summary>
    public static byte[] Hash(byte[] salt, string code) => SHA256.HashData([.. salt, .. Encoding.ASCII.GetBytes(code)]);

    public static bool IsRight(byte[] salt, byte[] hash, string typed) => CryptographicOperations.FixedTimeEquals(Hash(salt, Clean(typed)), hash);
}
