using System.Buffers.Binary;

namespace AuthHub.Methods.WebAuthn;

/// <summary>Authenticator data, whole or not at all (WebAuthn section 6.1): every byte is accounted for.</summary>
internal sealed record AuthenticatorReport(byte[] RpIdHash, byte Flags, uint SignCount, Guid Aaguid, byte[] CredentialId, byte[] PublicKey)
{
    private const byte Attested = 0x40;
    private const byte Extended = 0x80;

    public bool UserVerified => (Flags & 0x04) != 0;

    /// <summary>Reads; null for anything cut, padded or contradicting its own flags.</summary>
    /// <param name="data">The bytes.</param>
    /// <param name="registration">Whether a new credential must be in it; else none may be.</param>
    public static AuthenticatorReport? Parse(ReadOnlyMemory<byte> data, bool registration)
    {
        if (data.Length < 37)
        {
            return null;
        }

        var flags = data.Span[32];
        var rest = data[37..];
        var (aaguid, id, key) = (Guid.Empty, Array.Empty<byte>(), Array.Empty<byte>());
        if (((flags & Attested) != 0) != registration || (registration && !TryCredential(ref rest, out aaguid, out id, out key)))
        {
            return null;
        }

        if ((flags & Extended) != 0)
        {
            if (StrictCbor.First(rest) is not { } extensions || extensions.Span[0] >> 5 != 5)
            {
                return null;
            }

            rest = rest[extensions.Length..];
        }

        return rest.IsEmpty
            ? new AuthenticatorReport(data[..32].ToArray(), flags, BinaryPrimitives.ReadUInt32BigEndian(data.Span[33..]), aaguid, id, key)
            : null;
    }

    /// <summary>WebAuthn section 6.5.1: model, length, id, key.</summary>
    private static bool TryCredential(ref ReadOnlyMemory<byte> rest, out Guid aaguid, out byte[] id, out byte[] key)
    {
        (aaguid, id, key) = (Guid.Empty, [], []);
        if (rest.Length < 18)
        {
            return false;
        }

        aaguid = new Guid(rest.Span[..16], bigEndian: true);
        var length = BinaryPrimitives.ReadUInt16BigEndian(rest.Span[16..]);
        if (length is 0 or > 1023 || rest.Length < 18 + length)
        {
            return false;
        }

        id = rest.Slice(18, length).ToArray();
        rest = rest[(18 + length)..];
        if (StrictCbor.First(rest) is not { } cose)
        {
            return false;
        }

        key = cose.ToArray();
        rest = rest[cose.Length..];
        return true;
    }
}
