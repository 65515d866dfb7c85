using System.Numerics;

namespace AuthHub.Jose;

/// <summary>Refuses RSA keys that can be broken: short, with a useless exponent, even, or made by the faulty chips of CVE-2017-15361.</summary>
internal static class RsaStrength
{
    private const int LeastBytes = 256;
    private const int MostBytes = 1024;

    private static readonly int[] SmallPrimes = [3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 53, 61, 71, 73, 79, 97, 103, 107, 109, 127, 151, 157];

    public static bool IsEnough(byte[] n, byte[] e)
    {
        // RFC 7518 sections 3.3 and 6.3.1: at least 2048 bits, no leading zero bytes.
        if (n.Length is < LeastBytes or > MostBytes || n[0] == 0 || (n.Length == LeastBytes && n[0] < 0x80) || (n[^1] & 1) == 0)
        {
            return false;
        }

        var exponentFits = e.Length is > 0 and <= 4 && e[0] != 0 && (e[^1] & 1) == 1 && !(e.Length == 1 && e[0] == 1);
        return exponentFits && !IsRoca(new BigInteger(n, isUnsigned: true, isBigEndian: true));
    }

    /// <summary>The faulty library's moduli are powers of 65537 modulo every small prime; a random one is so with a chance below 2^-20.</summary>
    private static bool IsRoca(BigInteger modulus) => Array.TrueForAll(SmallPrimes, prime => IsPowerOf65537((int)(modulus % prime), prime));

    private static bool IsPowerOf65537(int value, int prime)
    {
        var generator = 65537 % prime;
        var power = 1;
        do
        {
            if (power == value)
            {
                return true;
            }

            power = power * generator % prime;
        }
        while (power != 1);
        return false;
    }
}
