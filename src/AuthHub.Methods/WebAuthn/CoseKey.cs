using System.Formats.Cbor;
using System.Security.Cryptography;

namespace AuthHub.Methods.WebAuthn;

/// <summary>A credential's public key (RFC 9053 section 7): only sound keys of the algorithms that were offered.</summary>
internal sealed record CoseKey
{
    public const int Es256 = -7;
    public const int Es384 = -35;
    public const int Es512 = -36;
    public const int Ps256 = -37;
    public const int Rs256 = -257;

    public required int Algorithm { get; init; }

    public ECParameters? Ec { get; init; }

    public RSAParameters? Rsa { get; init; }

    public static bool Offers(int algorithm) => algorithm is Es256 or Es384 or Es512 or Ps256 or Rs256;

    public static CoseKey? Parse(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            return StrictCbor.Read(bytes) is { } reader ? Read(reader) : null;
        }
        catch (Exception refusal) when (refusal is CborContentException or InvalidOperationException or OverflowException or CryptographicException)
        {
            return null;
        }
    }

    public bool Verify(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
    {
        if (Ec is { } ec)
        {
            using var key = ECDsa.Create(ec);
            return Signatures.Verify(key, Algorithm, data, signature);
        }

        using var rsa = RSA.Create(Rsa!.Value);
        return Signatures.Verify(rsa, Algorithm, data, signature);
    }

    private static CoseKey? Read(CborReader reader)
    {
        Dictionary<int, long> numbers = [];
        Dictionary<int, byte[]> strings = [];
        for (var left = reader.ReadStartMap(); left > 0; left--)
        {
            var name = reader.ReadInt32();
            if (reader.PeekState() == CborReaderState.ByteString)
            {
                strings[name] = reader.ReadByteString();
            }
            else
            {
                numbers[name] = reader.ReadInt64();
            }
        }

        // Common labels: 1 key type, 3 algorithm; the key type decides what the others mean.
        return (numbers.GetValueOrDefault(1), numbers.GetValueOrDefault(3)) switch
        {
            (2, Es256) => Curve(Es256, 1, 32, ECCurve.NamedCurves.nistP256, numbers, strings),
            (2, Es384) => Curve(Es384, 2, 48, ECCurve.NamedCurves.nistP384, numbers, strings),
            (2, Es512) => Curve(Es512, 3, 66, ECCurve.NamedCurves.nistP521, numbers, strings),
            (3, Ps256) => Modulus(Ps256, numbers, strings),
            (3, Rs256) => Modulus(Rs256, numbers, strings),
            _ => null,
        };
    }

    private static CoseKey? Curve(int algorithm, int number, int size, ECCurve curve, Dictionary<int, long> numbers, Dictionary<int, byte[]> strings)
    {
        if (numbers.Count != 3 || strings.Count != 2 || numbers.GetValueOrDefault(-1) != number
            || !strings.TryGetValue(-2, out var x) || x.Length != size || !strings.TryGetValue(-3, out var y) || y.Length != size)
        {
            return null;
        }

        var parameters = new ECParameters { Curve = curve, Q = new ECPoint { X = x, Y = y } };
        using var key = ECDsa.Create(parameters);
        return new CoseKey { Algorithm = algorithm, Ec = parameters };
    }

    private static CoseKey? Modulus(int algorithm, Dictionary<int, long> numbers, Dictionary<int, byte[]> strings)
    {
        if (numbers.Count != 2 || strings.Count != 2
            || !strings.TryGetValue(-1, out var n) || n.Length is < 256 or > 1024 || n[0] == 0 || (n[^1] & 1) == 0
            || !strings.TryGetValue(-2, out var e) || e.Length is < 3 or > 4 || e[0] == 0 || (e[^1] & 1) == 0)
        {
            return null;
        }

        var parameters = new RSAParameters { Modulus = n, Exponent = e };
        using var key = RSA.Create(parameters);
        return new CoseKey { Algorithm = algorithm, Rsa = parameters };
    }
}
