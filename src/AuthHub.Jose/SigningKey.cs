using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json;

namespace AuthHub.Jose;

/// <summary>A private key bound to one algorithm, imported once and used for many signatures from many threads.</summary>
public sealed class SigningKey : IDisposable
{
    private readonly RSA? _rsa;

    private readonly ECDsa? _ec;

    private readonly ConcurrentDictionary<string, string> _headers = new(StringComparer.Ordinal);

    private SigningKey(SignatureAlgorithm algorithm, RSA? rsa, ECDsa? ec)
    {
        Algorithm = algorithm;
        _rsa = rsa;
        _ec = ec;
        var bare = rsa is not null ? JsonWebKey.Of(rsa.ExportParameters(false)) : JsonWebKey.Of(ec!.ExportParameters(false));
        if (!SignatureAlgorithm.Ours.Contains(algorithm) || bare.Curve != algorithm.Curve)
        {
            throw new ArgumentException($"No key of ours signs with {algorithm.Name} on {bare.Curve?.Name ?? "RSA"}.", nameof(algorithm));
        }

        PublicKey = bare with { Kid = bare.Thumbprint, Algorithm = algorithm.Name };
    }

    public SignatureAlgorithm Algorithm { get; }

    public JsonWebKey PublicKey { get; }

    public string Kid => PublicKey.Kid!;

    public static SigningKey Generate(SignatureAlgorithm algorithm, int rsaBits = 2048) => algorithm.KeyType == "RSA"
        ? new SigningKey(algorithm, RSA.Create(rsaBits), null)
        : new SigningKey(algorithm, null, ECDsa.Create(algorithm.Curve!.Named));

    public static SigningKey Import(SignatureAlgorithm algorithm, ReadOnlySpan<byte> pkcs8)
    {
        if (algorithm.KeyType == "RSA")
        {
            var rsa = RSA.Create();
            rsa.ImportPkcs8PrivateKey(pkcs8, out _);
            return new SigningKey(algorithm, rsa, null);
        }

        var ec = ECDsa.Create();
        ec.ImportPkcs8PrivateKey(pkcs8, out _);
        return new SigningKey(algorithm, null, ec);
    }

    public byte[] ExportPkcs8() => _rsa is not null ? _rsa.ExportPkcs8PrivateKey() : _ec!.ExportPkcs8PrivateKey();

    public byte[] Sign(ReadOnlySpan<byte> input) => _rsa is not null
        ? _rsa.SignData(input, Algorithm.Hash, Algorithm.Padding!)
        : _ec!.SignData(input, Algorithm.Hash, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);

    public void Dispose()
    {
        _rsa?.Dispose();
        _ec?.Dispose();
    }

    /// <summary>The encoded protected header for tokens of one <c>typ</c>, made once.</summary>
    internal string HeaderFor(string typ) => _headers.GetOrAdd(typ, static (t, key) => key.MakeHeader(t), this);

    private string MakeHeader(string typ) =>
        Base64UrlText.Encode(JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, string> { ["alg"] = Algorithm.Name, ["typ"] = typ, ["kid"] = Kid }));
}
