using System.Buffers.Binary;
using System.Buffers.Text;
using System.Formats.Asn1;
using System.Formats.Cbor;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using AuthHub.Methods.Tests.Shared;

namespace AuthHub.Methods.Tests.WebAuthn;

/// <summary>An authenticator and its browser in software, with real keys; every part of a ceremony can be bent.</summary>
internal sealed class SoftAuthenticator
{
    private static readonly Guid Model = new("0123456789abcdef0123456789abcdef");

    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public byte[] CredentialId { get; init; } = RandomNumberGenerator.GetBytes(32);

    public string RpId { get; set; } = Kit.RpId;

    public string Origin { get; set; } = Kit.Origin;

    public string Format { get; set; } = "none";

    public Guid Aaguid { get; set; } = Model;

    public bool UserVerified { get; set; }

    public bool UserPresent { get; set; } = true;

    public bool BackupEligible { get; set; }

    public uint Count { get; set; } = 1;

    public string? Attachment { get; set; } = "cross-platform";

    /// <summary>Replaces the COSE key.</summary>
    public byte[]? CoseKey { get; set; }

    public Action<JsonObject> BendClientData { get; set; } = _ => { };

    public Func<byte[], byte[]> BendAuthData { get; set; } = data => data;

    public Func<byte[], byte[]> BendAttestation { get; set; } = data => data;

    public Func<byte[], byte[]> BendSignature { get; set; } = data => data;

    /// <summary>How the attestation certificate is made.</summary>
    public Func<ECDsa, Guid, X509Certificate2> Certificate { get; set; } = (key, aaguid) => Issue(key, aaguid);

    public string Create(string options)
    {
        var asked = JsonNode.Parse(options)!;
        var client = ClientData("webauthn.create", (string)asked["challenge"]!);
        var data = BendAuthData(AuthData(registration: true));
        var attestation = BendAttestation(Attest(data, SHA256.HashData(client)));
        return Credential(new JsonObject
        {
            ["clientDataJSON"] = Text(client),
            ["attestationObject"] = Text(attestation),
            ["transports"] = new JsonArray("usb"),
        });
    }

    public string Get(string options, string? userHandle = null)
    {
        var asked = JsonNode.Parse(options)!;
        var client = ClientData("webauthn.get", (string)asked["challenge"]!);
        Count = Count == 0 ? 0 : Count + 1;
        var data = BendAuthData(AuthData(registration: false));
        var response = new JsonObject
        {
            ["clientDataJSON"] = Text(client),
            ["authenticatorData"] = Text(data),
            ["signature"] = Text(BendSignature(Sign([.. data, .. SHA256.HashData(client)]))),
        };
        if (userHandle is not null)
        {
            response["userHandle"] = Text(Encoding.UTF8.GetBytes(userHandle));
        }

        return Credential(response);
    }

    /// <summary>A leaf certificate by the rules of WebAuthn section 8.2.1.</summary>
    public static X509Certificate2 Issue(ECDsa key, Guid aaguid, string unit = "Authenticator Attestation", bool authority = false, int yearsFromNow = 10, X509Certificate2? by = null)
    {
        var request = new CertificateRequest($"C=LV, O=Test, OU={unit}, CN=Soft", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(authority, false, 0, true));
        var writer = new AsnWriter(AsnEncodingRules.DER);
        writer.WriteOctetString(aaguid.ToByteArray(bigEndian: true));
        request.CertificateExtensions.Add(new X509Extension("1.3.6.1.4.1.45724.1.1.4", writer.Encode(), critical: false));
        var now = new HandClock().Now;
        return by is null
            ? request.CreateSelfSigned(now.AddYears(-20), now.AddYears(yearsFromNow))
            : request.Create(by, now.AddYears(-5), now.AddYears(yearsFromNow), [1, 2, 3]);
    }

    private string Credential(JsonObject response)
    {
        var credential = new JsonObject
        {
            ["id"] = Text(CredentialId),
            ["rawId"] = Text(CredentialId),
            ["type"] = "public-key",
            ["clientExtensionResults"] = new JsonObject(),
            ["response"] = response,
        };
        if (Attachment is not null)
        {
            credential["authenticatorAttachment"] = Attachment;
        }

        return credential.ToJsonString();
    }

    private byte[] ClientData(string type, string challenge)
    {
        var data = new JsonObject { ["type"] = type, ["challenge"] = challenge, ["origin"] = Origin, ["crossOrigin"] = false };
        BendClientData(data);
        return Encoding.UTF8.GetBytes(data.ToJsonString());
    }

    private byte[] AuthData(bool registration)
    {
        var flags = (UserPresent ? 0x01 : 0) | (UserVerified ? 0x04 : 0) | (BackupEligible ? 0x18 : 0) | (registration ? 0x40 : 0);
        var count = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(count, Count);
        byte[] head = [.. SHA256.HashData(Encoding.UTF8.GetBytes(RpId)), (byte)flags, .. count];
        return registration
            ? [.. head, .. Aaguid.ToByteArray(bigEndian: true), (byte)(CredentialId.Length >> 8), (byte)CredentialId.Length, .. CredentialId, .. CoseKey ?? Cose()]
            : head;
    }

    private byte[] Cose()
    {
        var q = _key.ExportParameters(false).Q;
        var writer = new CborWriter(CborConformanceMode.Ctap2Canonical);
        writer.WriteStartMap(5);
        writer.WriteInt32(1);
        writer.WriteInt32(2);
        writer.WriteInt32(3);
        writer.WriteInt32(-7);
        writer.WriteInt32(-1);
        writer.WriteInt32(1);
        writer.WriteInt32(-2);
        writer.WriteByteString(q.X!);
        writer.WriteInt32(-3);
        writer.WriteByteString(q.Y!);
        writer.WriteEndMap();
        return writer.Encode();
    }

    private byte[] Attest(byte[] data, byte[] clientHash)
    {
        var writer = new CborWriter(CborConformanceMode.Strict);
        writer.WriteStartMap(3);
        writer.WriteTextString("fmt");
        writer.WriteTextString(Format is "packed-self" or "packed-x5c" ? "packed" : Format);
        writer.WriteTextString("attStmt");
        using var maker = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        switch (Format)
        {
            case "packed-self":
                Statement(writer, -7, Sign([.. data, .. clientHash]), null);
                break;
            case "packed-x5c":
                Statement(writer, -7, maker.SignData([.. data, .. clientHash], HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence), Certificate(maker, Aaguid).RawData);
                break;
            case "fido-u2f":
                var q = _key.ExportParameters(false).Q;
                byte[] signed = [0, .. data[..32], .. clientHash, .. CredentialId, 4, .. q.X!, .. q.Y!];
                Statement(writer, null, maker.SignData(signed, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence), Certificate(maker, Aaguid).RawData);
                break;
            default:
                writer.WriteStartMap(0);
                writer.WriteEndMap();
                break;
        }

        writer.WriteTextString("authData");
        writer.WriteByteString(data);
        writer.WriteEndMap();
        return writer.Encode();
    }

    private static void Statement(CborWriter writer, int? algorithm, byte[] signature, byte[]? certificate)
    {
        writer.WriteStartMap(1 + (algorithm is null ? 0 : 1) + (certificate is null ? 0 : 1));
        if (algorithm is { } number)
        {
            writer.WriteTextString("alg");
            writer.WriteInt32(number);
        }

        writer.WriteTextString("sig");
        writer.WriteByteString(signature);
        if (certificate is not null)
        {
            writer.WriteTextString("x5c");
            writer.WriteStartArray(1);
            writer.WriteByteString(certificate);
            writer.WriteEndArray();
        }

        writer.WriteEndMap();
    }

    private byte[] Sign(byte[] data) => _key.SignData(data, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);

    private static string Text(byte[] bytes) => Base64Url.EncodeToString(bytes);
}
