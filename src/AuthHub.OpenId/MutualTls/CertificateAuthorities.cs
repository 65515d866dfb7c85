using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Options;

namespace AuthHub.OpenId.MutualTls;

/// <summary>The authorities <c>tls_client_auth</c> trusts, none but those in the settings (RFC 8705 section 2.1).</summary>
public sealed class CertificateAuthorities(TimeProvider clock, IOptions<OpenIdSettings> settings)
{
    private const int MostKnown = 1000;
    private const string ForClients = "1.3.6.1.5.5.7.3.2";

    private static readonly TimeSpan StaysGood = TimeSpan.FromMinutes(5);

    private readonly Lazy<X509Certificate2Collection> _all = new(() =>
    {
        var all = new X509Certificate2Collection();
        if (settings.Value.MutualTls.Roots is { } file)
        {
            all.ImportFromPemFile(file);
        }

        return all;
    });

    private readonly ConcurrentDictionary<string, DateTimeOffset> _good = new(StringComparer.Ordinal);

    /// <summary>True where a chain leads from the certificate to a trusted authority and holds now. A good one is not built again for a moment.</summary>
    public bool Vouch(X509Certificate2 certificate)
    {
        var (hash, now) = (certificate.GetCertHashString(HashAlgorithmName.SHA256), clock.GetUtcNow());
        if (_good.TryGetValue(hash, out var until) && now < until)
        {
            return true;
        }

        if (!Build(certificate, now))
        {
            return false;
        }

        if (_good.Count >= MostKnown)
        {
            _good.Clear();
        }

        _good[hash] = now + StaysGood < certificate.NotAfter ? now + StaysGood : certificate.NotAfter;
        return true;
    }

    private bool Build(X509Certificate2 certificate, DateTimeOffset now)
    {
        using var chain = new X509Chain();
        var policy = chain.ChainPolicy;
        policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        policy.RevocationMode = X509RevocationMode.NoCheck;
        policy.VerificationTime = now.LocalDateTime;
        policy.ApplicationPolicy.Add(new Oid(ForClients));

        // Addresses inside a stranger's certificate are never asked (attack CLI-08).
        policy.DisableCertificateDownloads = true;
        foreach (var authority in _all.Value)
        {
            (authority.SubjectName.RawData.AsSpan().SequenceEqual(authority.IssuerName.RawData) ? policy.CustomTrustStore : policy.ExtraStore).Add(authority);
        }

        return policy.CustomTrustStore.Count > 0 && chain.Build(certificate);
    }
}
