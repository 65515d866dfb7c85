using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace AuthHub.Methods.WebAuthn;

/// <summary>What an attestation statement is worth.</summary>
internal enum AttestationWorth
{
    /// <summary>Does not verify: somebody has been at it.</summary>
    Broken,

    /// <summary>Says nothing of the model: none, or signed by the credential itself.</summary>
    Anonymous,

    /// <summary>A format that is not checked here; recorded, never trusted.</summary>
    Unchecked,

    /// <summary>Signed under a certificate that follows the rules; its root may still be anybody.</summary>
    Signed,

    /// <summary>Signed, and the chain ends at a root of the settings.</summary>
    Trusted,
}

/// <summary>Judges attestation statements of the formats none, packed and fido-u2f (WebAuthn sections 8.2, 8.6, 8.7).</summary>
internal sealed class Attestation(X509Certificate2Collection roots, DateTimeOffset now)
{
    public AttestationWorth Judge(AttestationObject attestation, AuthenticatorReport report, ReadOnlySpan<byte> clientDataHash)
    {
        try
        {
            return attestation.Format switch
            {
                "none" => attestation.Statement.IsEmpty ? AttestationWorth.Anonymous : AttestationWorth.Broken,
                "packed" => Packed(attestation, report, clientDataHash),
                "fido-u2f" => FidoU2f(attestation.Statement, report, clientDataHash),
                "tpm" or "android-key" or "android-safetynet" or "apple" => AttestationWorth.Unchecked,
                _ => AttestationWorth.Broken,
            };
        }
        catch (CryptographicException)
        {
            return AttestationWorth.Broken;
        }
    }

    /// <summary>Section 8.2: signed by an attestation key, or by the credential key itself.</summary>
    private AttestationWorth Packed(AttestationObject attestation, AuthenticatorReport report, ReadOnlySpan<byte> clientDataHash)
    {
        var statement = attestation.Statement;
        if (statement is not { Algorithm: { } algorithm, Signature: { } signature, HasOthers: false })
        {
            return AttestationWorth.Broken;
        }

        byte[] signed = [.. attestation.AuthenticatorData, .. clientDataHash];
        if (statement.Certificates is not { } chain)
        {
            return CoseKey.Parse(report.PublicKey) is { } own && own.Algorithm == algorithm && own.Verify(signed, signature)
                ? AttestationWorth.Anonymous
                : AttestationWorth.Broken;
        }

        using var leaf = X509CertificateLoader.LoadCertificate(chain[0]);
        using var key = PublicKeyOf(leaf);
        return key is not null && Signatures.Verify(key, algorithm, signed, signature)
            && AttestationCertificate.IsPacked(leaf, report.Aaguid) && IsInForce(leaf)
                ? Trust(leaf, chain)
                : AttestationWorth.Broken;
    }

    /// <summary>Section 8.6: the older form, always ECDSA on P-256.</summary>
    private AttestationWorth FidoU2f(AttestationStatement statement, AuthenticatorReport report, ReadOnlySpan<byte> clientDataHash)
    {
        if (statement is not { Signature: { } signature, Certificates: [var only] chain, Algorithm: null, HasOthers: false }
            || CoseKey.Parse(report.PublicKey) is not { Algorithm: CoseKey.Es256, Ec: { } point })
        {
            return AttestationWorth.Broken;
        }

        using var leaf = X509CertificateLoader.LoadCertificate(only);
        using var key = leaf.GetECDsaPublicKey();
        byte[] signed = [0, .. report.RpIdHash, .. clientDataHash, .. report.CredentialId, 4, .. point.Q.X!, .. point.Q.Y!];
        return key is { KeySize: 256 } && Signatures.Verify(key, CoseKey.Es256, signed, signature) && IsInForce(leaf)
            ? Trust(leaf, chain)
            : AttestationWorth.Broken;
    }

    private static AsymmetricAlgorithm? PublicKeyOf(X509Certificate2 certificate) =>
        (AsymmetricAlgorithm?)certificate.GetECDsaPublicKey() ?? certificate.GetRSAPublicKey();

    private bool IsInForce(X509Certificate2 certificate) => certificate.NotBefore <= now && now <= certificate.NotAfter;

    private AttestationWorth Trust(X509Certificate2 leaf, IReadOnlyList<byte[]> sent)
    {
        if (roots.Count == 0)
        {
            return AttestationWorth.Signed;
        }

        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(roots);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.VerificationTime = now.UtcDateTime;
        foreach (var more in sent.Skip(1))
        {
            chain.ChainPolicy.ExtraStore.Add(X509CertificateLoader.LoadCertificate(more));
        }

        return chain.Build(leaf) ? AttestationWorth.Trusted : AttestationWorth.Signed;
    }
}
