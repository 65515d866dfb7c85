using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace AuthHub.Methods.Totp;

/// <summary>The arithmetic of one-time codes: RFC 4226 (HOTP) on a counter that is the time (RFC 6238).</summary>
public static class TotpCode
{
    public const int Digits = 6;

    public const int StepSeconds = 30;

    /// <summary>RFC 4226 section 4, R6 advises 160 bits.</summary>
    public const int SecretBytes = 20;

    /// <summary>The step of a moment (RFC 6238 section 4.2, T0 = 0).</summary>
    public static long StepOf(DateTimeOffset moment) => moment.ToUnixTimeSeconds() / StepSeconds;

    /// <summary>The code for a counter value (RFC 4226 section 5.3).</summary>
    [SuppressMessage("Security", "CA5350", Justification = "HMAC-SHA-1 is what every authenticator app computes; its known weaknesses do not touch HMAC (RFC 6238 section 1.2).")]
    public static string Of(ReadOnlySpan<byte> secret, long counter, int digits = Digits)
    {
        Span<byte> message = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(message, counter);
        Span<byte> mac = stackalloc byte[HMACSHA1.HashSizeInBytes];
        HMACSHA1.HashData(secret, message, mac);

        // Dynamic truncation: the last four bits say where the 31 bits are read.
        var bits = BinaryPrimitives.ReadUInt32BigEndian(mac[(mac[^1] & 0x0F)..]) & 0x7FFF_FFFF;
        var modulus = (uint)Math.Pow(10, digits);
        return (bits % modulus).ToString(CultureInfo.InvariantCulture).PadLeft(digits, '0');
    }

    /// <summary>The six ASCII digits of what was typed, without spaces and hyphens; null when it is anything else.</summary>
    public static string? Clean(string typed)
    {
        if (typed.Length > 64)
        {
            return null;
        }

        var digits = string.Concat(typed.Where(sign => char.GetUnicodeCategory(sign)
            is not (UnicodeCategory.SpaceSeparator or UnicodeCategory.DashPunctuation)));
        return digits.Length == Digits && digits.All(char.IsAsciiDigit) ? digits : null;
    }

    /// <summary>
    /// The steps within <paramref name="reach"/> of now that have this code, nearest first. All are computed and compared in
    /// fixed time, so that the time tells nothing about the right code.
    /// </summary>
    public static IReadOnlyList<long> FindSteps(ReadOnlySpan<byte> secret, string code, long now, int reach)
    {
        var typed = Encoding.ASCII.GetBytes(code);
        List<long> found = [];
        for (var distance = 0; distance <= reach; distance++)
        {
            foreach (var step in distance == 0 ? (ReadOnlySpan<long>)[now] : [now - distance, now + distance])
            {
                if (step >= 0 && CryptographicOperations.FixedTimeEquals(typed, Encoding.ASCII.GetBytes(Of(secret, step))))
                {
                    found.Add(step);
                }
            }
        }

        return found;
    }
}
