using System.Buffers.Binary;
using System.Security.Cryptography;
using AuthHub.Jose;
using Microsoft.AspNetCore.DataProtection;

namespace AuthHub.OpenId.Dpop;

/// <summary>
/// The nonces DPoP proofs carry (RFC 9449 section 8): a sealed number of the period they were made in, so that every server knows every
/// other's and none has to be stored. One is good until the period after its own ends.
/// </summary>
public sealed class DpopNonces(IDataProtectionProvider protection, TimeProvider clock)
{
    private const int Longest = 512;

    private static readonly TimeSpan Period = TimeSpan.FromMinutes(3);

    private readonly IDataProtector _protector = protection.CreateProtector("AuthHub.OpenId.DpopNonces");

    private volatile Made? _made;

    /// <summary>The nonce to use from now on.</summary>
    public string Current()
    {
        var now = PeriodNow();
        var made = _made;
        if (made?.Period != now)
        {
            var plain = new byte[sizeof(long)];
            BinaryPrimitives.WriteInt64BigEndian(plain, now);
            _made = made = new Made(now, Base64UrlText.Encode(_protector.Protect(plain)));
        }

        return made.Nonce;
    }

    /// <summary>True for a nonce of ours that is not too old.</summary>
    public bool IsGood(string nonce)
    {
        if (nonce == _made?.Nonce)
        {
            return PeriodNow() - _made.Period <= 1;
        }

        try
        {
            // Servers whose clocks differ may be one period apart.
            return nonce.Length <= Longest && Base64UrlText.TryDecode(nonce, out var bytes)
                && Math.Abs(PeriodNow() - BinaryPrimitives.ReadInt64BigEndian(_protector.Unprotect(bytes))) <= 1;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    private long PeriodNow() => clock.GetUtcNow().ToUnixTimeSeconds() / (long)Period.TotalSeconds;

    private sealed record Made(long Period, string Nonce);
}
