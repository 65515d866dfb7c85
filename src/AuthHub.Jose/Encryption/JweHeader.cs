using System.Buffers;
using System.Text.Json;

namespace AuthHub.Jose.Encryption;

/// <summary>The members of an encrypted object's header this product reads (RFC 7516 section 4.1).</summary>
public sealed record JweHeader(KeyManagementAlgorithm Algorithm, ContentEncryption Encryption, string? Kid, string? Typ, string? ContentType)
{
    private const int LongestPartyInfo = 256;

    /// <summary>Belong to password-based and AES-GCM key wrapping: work and surprises nobody asked for (JOS-12).</summary>
    private static readonly string[] ForeignParameters = ["p2s", "p2c", "iv", "tag"];

    /// <summary>The sender's one-time key (RFC 7518 section 4.6.1.1); null for RSA.</summary>
    internal JsonWebKey? EphemeralKey { get; init; }

    internal byte[] PartyU { get; init; } = [];

    internal byte[] PartyV { get; init; } = [];

    /// <summary>Reads a header; the reason where it is refused.</summary>
    internal static JoseRefusal? Read(ReadOnlySpan<byte> utf8, out JweHeader? header)
    {
        header = null;
        if (JsonMembers.ReadObject(utf8) is not { } members)
        {
            return JoseRefusal.HeaderMalformed;
        }

        if (KeyManagementAlgorithm.Find(members.Text("alg")) is not { } algorithm)
        {
            return JoseRefusal.AlgorithmNotOffered;
        }

        if (ContentEncryption.Find(members.Text("enc")) is not { } encryption)
        {
            return JoseRefusal.EncryptionNotOffered;
        }

        if (members.Has("zip"))
        {
            return JoseRefusal.CompressionNotOffered;
        }

        if (Array.Exists(ForeignParameters, m => members.Has(m)))
        {
            return JoseRefusal.ParameterNotOffered;
        }

        return HeaderRules.Check(members) ?? ReadAgreement(members, new JweHeader(algorithm, encryption, members.Text("kid"), members.Text("typ"), members.Text("cty")), out header);
    }

    internal byte[] Write()
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            foreach (var (name, value) in new[] { ("alg", Algorithm.Name), ("enc", Encryption.Name), ("kid", Kid), ("typ", Typ), ("cty", ContentType) })
            {
                if (value is not null)
                {
                    writer.WriteString(name, value);
                }
            }

            if (EphemeralKey is not null)
            {
                writer.WritePropertyName("epk");
                EphemeralKey.WriteBareTo(writer);
            }

            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static JoseRefusal? ReadAgreement(JsonElement members, JweHeader bare, out JweHeader? header)
    {
        header = null;
        if (bare.Algorithm.KeyType != "EC")
        {
            header = bare;
            return members.Has("epk") ? JoseRefusal.EphemeralKeyWrong : null;
        }

        var isObject = members.TryGetProperty("epk", out var epk) && epk.ValueKind == JsonValueKind.Object;
        if (!isObject || JsonWebKey.ShowsSecret(epk) || JsonWebKey.ReadBare(epk) is not { Curve: not null } key)
        {
            return JoseRefusal.EphemeralKeyWrong;
        }

        if (!TryReadParty(members, "apu", out var u) || !TryReadParty(members, "apv", out var v))
        {
            return JoseRefusal.PartyInfoWrong;
        }

        header = bare with { EphemeralKey = key, PartyU = u, PartyV = v };
        return null;
    }

    private static bool TryReadParty(JsonElement members, string name, out byte[] info)
    {
        info = [];
        if (!members.Has(name))
        {
            return true;
        }

        if (members.Text(name) is not { } text || !Base64UrlText.TryDecode(text, out var bytes) || bytes.Length > LongestPartyInfo)
        {
            return false;
        }

        info = bytes;
        return true;
    }
}
