using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using AuthHub.Methods.Tests.Shared;
using AuthHub.Methods.WebAuthn;
using AuthHub.SignIn.Methods;

namespace AuthHub.Methods.Tests.WebAuthn;

public sealed class AttestationTests : IDisposable
{
    private readonly Kit _kit = new();

    [Theory]
    [InlineData("none", false, "no attestation")]
    [InlineData("packed-self", false, "attestation not checked (packed)")]
    [InlineData("packed-x5c", true, "attested (packed)")]
    [InlineData("fido-u2f", true, "attested (fido-u2f)")]
    [InlineData("tpm", false, "attestation not checked (tpm)")]
    public async Task Each_format_is_recorded_for_what_it_is_worth(string format, bool attested, string hint)
    {
        var enrolled = Assert.IsType<EnrolmentVerdict.Enrolled>(await Registration.RunAsync(_kit, new SoftAuthenticator { Format = format }));
        Assert.Equal(attested, WebAuthnState.Read(enrolled.State).Attested);
        Assert.EndsWith(hint, enrolled.Hint, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("packed-self")]
    [InlineData("packed-x5c")]
    [InlineData("fido-u2f")]
    public async Task A_changed_statement_is_refused(string format)
    {
        var key = new SoftAuthenticator { Format = format };
        key.BendAttestation = bytes =>
        {
            // Somewhere inside the signature: it stands before the long authenticator data.
            var at = bytes.AsSpan().IndexOf("csig"u8) + 20;
            bytes[at] ^= 1;
            return bytes;
        };
        Assert.IsType<EnrolmentVerdict.Rejected>(await Registration.RunAsync(_kit, key));
    }

    [Fact]
    public async Task Certificates_must_follow_the_rules()      // WAN-27
    {
        foreach (var issue in new Func<ECDsa, Guid, X509Certificate2>[]
        {
            (key, aaguid) => SoftAuthenticator.Issue(key, Guid.CreateVersion7(_kit.Clock.Now)),
            (key, aaguid) => SoftAuthenticator.Issue(key, aaguid, unit: "Marketing"),
            (key, aaguid) => SoftAuthenticator.Issue(key, aaguid, authority: true),
            (key, aaguid) => SoftAuthenticator.Issue(key, aaguid, yearsFromNow: -1),
        })
        {
            Assert.IsType<EnrolmentVerdict.Rejected>(await Registration.RunAsync(_kit, new SoftAuthenticator { Format = "packed-x5c", Certificate = issue }));
        }
    }

    [Fact]
    public async Task Where_attestation_is_required_only_trusted_roots_count()      // S-289
    {
        using var rootKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=Maker", rootKey, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using var root = request.CreateSelfSigned(_kit.Clock.Now.AddYears(-10), _kit.Clock.Now.AddYears(20));
        var file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".pem");
        await File.WriteAllTextAsync(file, root.ExportCertificatePem());
        try
        {
            using var kit = new Kit(("Methods:webauthn:RequireAttestation", "true"), ("Methods:webauthn:AttestationRoots:0", file));
            Func<ECDsa, Guid, X509Certificate2> genuine = (key, aaguid) => SoftAuthenticator.Issue(key, aaguid, by: root);
            Assert.IsType<EnrolmentVerdict.Enrolled>(await Registration.RunAsync(kit, new SoftAuthenticator { Format = "packed-x5c", Certificate = genuine }));
            var anonymous = Assert.IsType<EnrolmentVerdict.Rejected>(await Registration.RunAsync(kit, new SoftAuthenticator()));
            Assert.Contains("anonymise", anonymous.Message, StringComparison.Ordinal);
            Assert.IsType<EnrolmentVerdict.Rejected>(await Registration.RunAsync(kit, new SoftAuthenticator { Format = "packed-self" }));
            Assert.IsType<EnrolmentVerdict.Rejected>(await Registration.RunAsync(kit, new SoftAuthenticator { Format = "packed-x5c" }));
            Assert.IsType<EnrolmentVerdict.Rejected>(await Registration.RunAsync(kit, new SoftAuthenticator { Format = "tpm" }));
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void Requiring_attestation_without_roots_stops_the_start()
    {
        using var kit = new Kit(("Methods:webauthn:RequireAttestation", "true"));
        Assert.Throws<Microsoft.Extensions.Options.OptionsValidationException>(() => kit.Get<Microsoft.Extensions.Options.IOptions<WebAuthnSettings>>().Value);
    }

    public void Dispose() => _kit.Dispose();
}
