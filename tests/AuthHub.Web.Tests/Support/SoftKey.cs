using System.Buffers.Binary;
using System.Buffers.Text;
using System.Formats.Cbor;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using AuthHub.Methods.WebAuthn;

namespace AuthHub.Web.Tests.Support;

/// <summary>A security key, or what is built into a phone, in software and with the browser's part of the ceremony.</summary>
public sealed class SoftKey(string origin)
{
    private readonly ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private byte[] credential = RandomNumberGenerator.GetBytes(32);
    private uint count = 1;

    /// <summary>The authenticator at AuthHub, where it was bound without a ceremony.</summary>
    public Guid Id { get; set; }

    /// <summary>Whether it recognises its owner (UV).</summary>
    public bool VerifiesUser { get; set; }

    /// <summary>Whether it may be copied to other devices (BE).</summary>
    public bool MayBeCopied { get; set; }

    public string PublicKey => Base64Url.EncodeToString(key.ExportSubjectPublicKeyInfo());

    /// <summary>A thief's key that goes by the name of this one.</summary>
    public SoftKey Imitation() => new(origin) { credential = credential, VerifiesUser = VerifiesUser, MayBeCopied = MayBeCopied };

    /// <summary>What AuthHub would have stored of it.</summary>
    public WebAuthnState State() => new()
    {
        CredentialId = credential,
        PublicKey = Cose(),
        SignCount = count,
        Kind = VerifiesUser ? WebAuthnKind.TrustedPlatform : WebAuthnKind.SecurityKey,
        UserVerified = VerifiesUser,
        BackupEligible = MayBeCopied,
    };

    /// <summary>The credential field of a set-up (WebAuthn section 5.1.3), with no attestation.</summary>
    public string Create(string options)
    {
        var writer = new CborWriter(CborConformanceMode.Ctap2Canonical);
        writer.WriteStartMap(3);
        writer.WriteTextString("fmt");
        writer.WriteTextString("none");
        writer.WriteTextString("attStmt");
        writer.WriteStartMap(0);
        writer.WriteEndMap();
        writer.WriteTextString("authData");
        writer.WriteByteString([.. Report(0x40), .. new byte[16], (byte)(credential.Length >> 8), (byte)credential.Length, .. credential, .. Cose()]);
        writer.WriteEndMap();
        return Answer(new JsonObject { ["clientDataJSON"] = Base64Url.EncodeToString(Client("webauthn.create", options)), ["attestationObject"] = Base64Url.EncodeToString(writer.Encode()) });
    }

    /// <summary>The credential field of a verification (WebAuthn section 5.1.4).</summary>
    public string Get(string options)
    {
        count++;
        var (client, report) = (Client("webauthn.get", options), Report(0));
        var signature = key.SignData([.. report, .. SHA256.HashData(client)], HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        return Answer(new JsonObject
        {
            ["clientDataJSON"] = Base64Url.EncodeToString(client),
            ["authenticatorData"] = Base64Url.EncodeToString(report),
            ["signature"] = Base64Url.EncodeToString(signature),
        });
    }

    private string Answer(JsonObject response) => new JsonObject
    {
        ["id"] = Base64Url.EncodeToString(credential),
        ["rawId"] = Base64Url.EncodeToString(credential),
        ["type"] = "public-key",
        ["clientExtensionResults"] = new JsonObject(),
        ["authenticatorAttachment"] = VerifiesUser ? "platform" : "cross-platform",
        ["response"] = response,
    }.ToJsonString();

    private byte[] Client(string type, string options) => Encoding.UTF8.GetBytes(
        new JsonObject { ["type"] = type, ["challenge"] = (string)JsonNode.Parse(options)!["challenge"]!, ["origin"] = origin, ["crossOrigin"] = false }.ToJsonString());

    private byte[] Report(int flags)
    {
        var counted = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(counted, count);
        flags |= 0x01 | (VerifiesUser ? 0x04 : 0) | (MayBeCopied ? 0x18 : 0);
        return [.. SHA256.HashData(Encoding.UTF8.GetBytes(new Uri(origin).Host)), (byte)flags, .. counted];
    }

    /// <summary>RFC 9053 section 7.1.1: kty EC2, alg ES256, crv P-256, x, y.</summary>
    private byte[] Cose()
    {
        var point = key.ExportParameters(false).Q;
        var writer = new CborWriter(CborConformanceMode.Ctap2Canonical);
        writer.WriteStartMap(5);
        foreach (var (label, value) in ((int, int)[])[(1, 2), (3, -7), (-1, 1)])
        {
            writer.WriteInt32(label);
            writer.WriteInt32(value);
        }

        writer.WriteInt32(-2);
        writer.WriteByteString(point.X!);
        writer.WriteInt32(-3);
        writer.WriteByteString(point.Y!);
        writer.WriteEndMap();
        return writer.Encode();
    }
}
