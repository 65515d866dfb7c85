using System.Security.Cryptography;
using AuthHub.Jose;
using AuthHub.Jose.Encryption;

namespace AuthHub.OpenId.Keys;

/// <summary>Makes our keys and imports stored ones. Private keys leave memory sealed only.</summary>
internal sealed class SealedKeys(IKeySealing sealing, TimeProvider clock, OpenIdSettings settings)
{
    /// <summary>The algorithms there is always a current and a next key of.</summary>
    public static IReadOnlyList<string> Algorithms { get; } = [.. SignatureAlgorithm.Ours.Select(a => a.Name), .. DecryptionKind.All.Select(k => k.Name)];

    public StoredSigningKey Make(string algorithm, int generation, string state)
    {
        var (kid, plain) = Generate(algorithm);
        try
        {
            return new StoredSigningKey
            {
                Kid = kid,
                Algorithm = algorithm,
                Generation = generation,
                State = state,
                SealedKey = sealing.Seal(plain, Context(kid)),
                CreatedAt = clock.GetUtcNow(),
            };
        }
        finally
        {
            CryptographicOperations.ZeroMemory(plain);
        }
    }

    public OurKey Import(StoredSigningKey record)
    {
        var plain = sealing.Open(record.SealedKey, Context(record.Kid));
        try
        {
            return SignatureAlgorithm.Find(record.Algorithm) is { } algorithm ? new OurKey(record, SigningKey.Import(algorithm, plain), null)
                : DecryptionKind.Find(record.Algorithm) is { } kind ? new OurKey(record, null, DecryptionKey.Import(kind.Algorithms, ContentEncryption.All, plain))
                : throw new InvalidOperationException($"Key {record.Kid} has an unknown algorithm.");
        }
        finally
        {
            CryptographicOperations.ZeroMemory(plain);
        }
    }

    private (string Kid, byte[] Plain) Generate(string algorithm)
    {
        if (DecryptionKind.Find(algorithm) is { } kind)
        {
            using var opening = DecryptionKey.Generate(kind.Algorithms, ContentEncryption.All, rsaBits: settings.RsaBits);
            return (opening.Kid, opening.ExportPkcs8());
        }

        using var signing = SigningKey.Generate(SignatureAlgorithm.Find(algorithm)!, settings.RsaBits);
        return (signing.Kid, signing.ExportPkcs8());
    }

    private static string Context(string kid) => "signing-key:" + kid;
}
