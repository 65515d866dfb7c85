using System.Formats.Cbor;
using System.Security.Cryptography;
using AuthHub.Methods.Tests.Shared;
using AuthHub.Methods.WebAuthn;
using AuthHub.SignIn.Methods;

namespace AuthHub.Methods.Tests.WebAuthn;

public sealed class OddBytesTests : IDisposable
{
    private readonly Kit _kit = new();

    [Fact]
    public async Task Every_cut_or_padded_authenticator_data_is_refused()      // WAN-23
    {
        byte[] whole = [];
        await Registration.RunAsync(_kit, new SoftAuthenticator { BendAuthData = data => whole = data });
        Assert.NotNull(AuthenticatorReport.Parse(whole, registration: true));
        for (var length = 0; length < whole.Length; length++)
        {
            Assert.True(AuthenticatorReport.Parse(whole.AsMemory(0, length), registration: true) is null, $"{length} of {whole.Length} bytes");
        }

        Assert.Null(AuthenticatorReport.Parse((byte[])[.. whole, 0], registration: true));
        Assert.Null(AuthenticatorReport.Parse(whole, registration: false));
        whole[32] |= 0x80;
        Assert.Null(AuthenticatorReport.Parse(whole, registration: true));
        Assert.NotNull(AuthenticatorReport.Parse((byte[])[.. whole, 0xA0], registration: true));
        Assert.Null(AuthenticatorReport.Parse((byte[])[.. whole, 0x80], registration: true));
        whole[32] &= 0x3F;
        Assert.Null(AuthenticatorReport.Parse(whole, registration: true));
    }

    [Theory]      // WAN-24
    [InlineData(0, false)]
    [InlineData(1, true)]
    [InlineData(1023, true)]
    [InlineData(1024, false)]
    public async Task Credential_ids_have_1_to_1023_bytes(int length, bool right) =>
        Assert.Equal(right, await Registration.RunAsync(_kit, new SoftAuthenticator { CredentialId = RandomNumberGenerator.GetBytes(length) }) is EnrolmentVerdict.Enrolled);

    [Theory]      // WAN-21
    [InlineData("a2616101616102")]
    [InlineData("bf616101ff")]
    [InlineData("9f01ff")]
    [InlineData("5f4101ff")]
    [InlineData("7f6161ff")]
    [InlineData("0100")]
    [InlineData("c001")]
    [InlineData("f93c00")]
    [InlineData("fb3ff0000000000000")]
    [InlineData("9bffffffffffffffff")]
    [InlineData("5b7fffffffffffffff")]
    [InlineData("bb00000000ffffffff")]
    [InlineData("62c328")]
    [InlineData("1c")]
    [InlineData("ff")]
    [InlineData("")]
    public void Odd_CBOR_is_refused(string hex) => Assert.Null(StrictCbor.Read(Convert.FromHexString(hex)));

    [Fact]
    public void Deep_CBOR_is_refused_quickly()      // WAN-21
    {
        Assert.Null(StrictCbor.Read(Enumerable.Repeat((byte)0x81, 10_000).Append((byte)1).ToArray()));
        Assert.Null(StrictCbor.Read(Enumerable.Repeat((byte)0x81, 10).Append((byte)1).ToArray()));
        Assert.NotNull(StrictCbor.Read(new byte[] { 0x81, 0x81, 1 }));
    }

    [Fact]
    public async Task Extra_members_or_bytes_around_the_attestation_are_refused()
    {
        Assert.IsType<EnrolmentVerdict.Rejected>(await Registration.RunAsync(_kit, new SoftAuthenticator { BendAttestation = bytes => [.. bytes, 0] }));
        Assert.IsType<EnrolmentVerdict.Rejected>(await Registration.RunAsync(_kit, new SoftAuthenticator { BendAttestation = bytes => [(byte)(bytes[0] + 1), .. bytes[1..], 0x61, 0x78, 0] }));
        Assert.IsType<EnrolmentVerdict.Rejected>(await Registration.RunAsync(_kit, new SoftAuthenticator { Format = "unheard-of" }));
        Assert.IsType<EnrolmentVerdict.Rejected>(await Registration.RunAsync(_kit, new SoftAuthenticator { Format = "NONE" }));
    }

    [Fact]
    public async Task Weak_or_contradicting_keys_are_refused()      // WAN-19, WAN-20
    {
        using var small = RSA.Create(1024);
        using var good = RSA.Create(2048);
        using var curve = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var q = curve.ExportParameters(false).Q;
        var n = good.ExportParameters(false).Modulus!;
        Assert.NotNull(CoseKey.Parse(Rsa(-257, n, [1, 0, 1])));
        Assert.NotNull(CoseKey.Parse(Ec(-7, 1, q.X!, q.Y!)));
        byte[][] refused =
        [
            Rsa(-257, small.ExportParameters(false).Modulus!, [1, 0, 1]),
            Rsa(-257, n, [1]),
            Rsa(-257, n, [3]),
            Rsa(-257, n, [1, 0, 0]),
            Rsa(-7, n, [1, 0, 1]),
            Rsa(-65535, n, [1, 0, 1]),
            Ec(-257, 1, q.X!, q.Y!),
            Ec(-8, 6, q.X!, q.Y!),
            Ec(-7, 2, q.X!, q.Y!),
            Ec(-7, 1, q.X!, q.X!),
            Ec(-7, 1, new byte[32], new byte[32]),
            Ec(-7, 1, q.X![..31], q.Y!),
            Ec(-7, 1, [0, .. q.X!], q.Y!),
        ];
        foreach (var key in refused)
        {
            Assert.Null(CoseKey.Parse(key));
            Assert.IsType<EnrolmentVerdict.Rejected>(await Registration.RunAsync(_kit, new SoftAuthenticator { CoseKey = key }));
        }
    }

    [Theory]      // WAN-22
    [InlineData("""{"id":"AQ","id":"AQ","type":"public-key","response":{"clientDataJSON":"e30","attestationObject":"oA"}}""")]
    [InlineData("""{"id":"AQ","type":"public-key","response":{"clientDataJSON":"eyJhIjoxLCJhIjoyfQ","attestationObject":"oA"}}""")]
    [InlineData("""{"id":"AQ","type":"public-key","response":{"clientDataJSON":"e30x","attestationObject":"oA"}}""")]
    [InlineData("""{"id":"AQ","type":"public-key","response":{"clientDataJSON":"_w","attestationObject":"oA"}}""")]
    [InlineData("""{"id":"AQ=A","type":"public-key","response":{"clientDataJSON":"e30","attestationObject":"oA"}}""")]
    [InlineData("""{"id":"AQ","type":"password","response":{"clientDataJSON":"e30","attestationObject":"oA"}}""")]
    [InlineData("""{"id":"AQ","type":"public-key","response":[]}""")]
    [InlineData("""[1]""")]
    [InlineData("""{"id":"AQ","type":"public-key","response":{"clientDataJSON":"e30","attestationObject":"oA"}} x""")]
    public void Odd_JSON_is_refused(string json) => Assert.Null(BrowserAnswer.Registration(json));

    public void Dispose() => _kit.Dispose();

    private static byte[] Rsa(int algorithm, byte[] n, byte[] e) => Map(writer =>
    {
        writer.WriteInt32(1);
        writer.WriteInt32(3);
        writer.WriteInt32(3);
        writer.WriteInt32(algorithm);
        writer.WriteInt32(-1);
        writer.WriteByteString(n);
        writer.WriteInt32(-2);
        writer.WriteByteString(e);
    });

    private static byte[] Ec(int algorithm, int curve, byte[] x, byte[] y) => Map(writer =>
    {
        writer.WriteInt32(1);
        writer.WriteInt32(2);
        writer.WriteInt32(3);
        writer.WriteInt32(algorithm);
        writer.WriteInt32(-1);
        writer.WriteInt32(curve);
        writer.WriteInt32(-2);
        writer.WriteByteString(x);
        writer.WriteInt32(-3);
        writer.WriteByteString(y);
    });

    private static byte[] Map(Action<CborWriter> content)
    {
        var writer = new CborWriter(CborConformanceMode.Lax, convertIndefiniteLengthEncodings: true);
        writer.WriteStartMap(null);
        content(writer);
        writer.WriteEndMap();
        return writer.Encode();
    }
}
