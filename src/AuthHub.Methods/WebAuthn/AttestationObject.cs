using System.Formats.Cbor;

namespace AuthHub.Methods.WebAuthn;

/// <summary>The three parts of an attestation object (WebAuthn section 6.5.4).</summary>
internal sealed record AttestationObject(string Format, AttestationStatement Statement, byte[] AuthenticatorData)
{
    public static AttestationObject? Parse(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            return StrictCbor.Read(bytes) is { } reader ? Read(reader) : null;
        }
        catch (Exception refusal) when (refusal is CborContentException or InvalidOperationException or OverflowException)
        {
            return null;
        }
    }

    private static AttestationObject? Read(CborReader reader)
    {
        var (format, statement, data) = ((string?)null, (AttestationStatement?)null, (byte[]?)null);
        for (var left = reader.ReadStartMap(); left > 0; left--)
        {
            switch (reader.ReadTextString())
            {
                case "fmt":
                    format = reader.ReadTextString();
                    break;
                case "attStmt":
                    statement = AttestationStatement.Read(reader);
                    break;
                case "authData":
                    data = reader.ReadByteString();
                    break;
                default:
                    return null;
            }
        }

        return format is { Length: > 0 and <= 32 } && statement is not null && data is not null ? new AttestationObject(format, statement, data) : null;
    }
}

/// <summary>The fields of a statement that the formats checked here have; others are only noticed.</summary>
internal sealed record AttestationStatement(int? Algorithm, byte[]? Signature, IReadOnlyList<byte[]>? Certificates, bool HasOthers)
{
    private const int MaxCertificates = 8;

    public bool IsEmpty => Algorithm is null && Signature is null && Certificates is null && !HasOthers;

    public static AttestationStatement? Read(CborReader reader)
    {
        var (algorithm, signature, certificates, others) = ((int?)null, (byte[]?)null, (List<byte[]>?)null, false);
        for (var left = reader.ReadStartMap(); left > 0; left--)
        {
            switch (reader.ReadTextString())
            {
                case "alg":
                    algorithm = reader.ReadInt32();
                    break;
                case "sig":
                    signature = reader.ReadByteString();
                    break;
                case "x5c":
                    certificates = [];
                    for (var more = reader.ReadStartArray(); more > 0; more--)
                    {
                        certificates.Add(reader.ReadByteString());
                    }

                    reader.ReadEndArray();
                    break;
                default:
                    others = true;
                    reader.SkipValue();
                    break;
            }
        }

        reader.ReadEndMap();
        return certificates is { Count: 0 or > MaxCertificates } ? null : new AttestationStatement(algorithm, signature, certificates, others);
    }
}
