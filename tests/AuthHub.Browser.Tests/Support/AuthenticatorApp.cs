using System.Buffers.Binary;
using System.Security.Cryptography;

namespace AuthHub.Browser.Tests.Support;

/// <summary>A person's authenticator app: knows nothing but the key it was given, by camera or by hand (RFC 6238).</summary>
public sealed class AuthenticatorApp(string base32)
{
    private readonly byte[] key = Decode(base32);

    /// <summary>From the text of a scanned QR code.</summary>
    public static AuthenticatorApp FromQr(string uri)
    {
        Assert.StartsWith("otpauth://totp/", uri, StringComparison.Ordinal);
        var query = System.Web.HttpUtility.ParseQueryString(new Uri(uri).Query);
        Assert.True(query["algorithm"] is null or "SHA1");
        Assert.True(query["digits"] is null or "6");
        Assert.True(query["period"] is null or "30");
        return new AuthenticatorApp(query["secret"]!);
    }

    public string CodeAt(DateTimeOffset time)
    {
        Span<byte> step = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(step, time.ToUnixTimeSeconds() / 30);
        var mac = HMACSHA1.HashData(key, step);
        var number = BinaryPrimitives.ReadInt32BigEndian(mac.AsSpan(mac[^1] & 15)) & int.MaxValue;
        return (number % 1_000_000).ToString("D6", System.Globalization.CultureInfo.InvariantCulture);
    }

    private static byte[] Decode(string text)
    {
        var bits = string.Concat(string.Concat(text.Where(c => !char.IsWhiteSpace(c))).TrimEnd('=').ToUpperInvariant()
            .Select(c => Convert.ToString("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".IndexOf(c, StringComparison.Ordinal), 2).PadLeft(5, '0')));
        return [.. Enumerable.Range(0, bits.Length / 8).Select(i => Convert.ToByte(bits.Substring(i * 8, 8), 2))];
    }
}
