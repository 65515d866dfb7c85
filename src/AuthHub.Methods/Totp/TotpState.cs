using System.Text.Json;
using System.Text.Json.Serialization;

namespace AuthHub.Methods.Totp;

/// <summary>What is kept of an app: the shared key and the newest step a code was accepted for.</summary>
public sealed record TotpState(byte[] Secret, long LastStep)
{
    public static TotpState Read(byte[] bytes) => JsonSerializer.Deserialize(bytes, TotpJson.Default.TotpState)!;

    public byte[] Write() => JsonSerializer.SerializeToUtf8Bytes(this, TotpJson.Default.TotpState);

    /// <summary>State for a key that is already in somebody's app; null when the text is no base32 key of at least 128 bits (RFC 4226 section 4, R6).</summary>
    public static TotpState? FromKey(string base32) =>
        Base32.Decode(base32) is { Length: >= 16 and <= 64 } secret ? new TotpState(secret, LastStep: -1) : null;
}

[JsonSerializable(typeof(TotpState))]
internal sealed partial class TotpJson : JsonSerializerContext;
