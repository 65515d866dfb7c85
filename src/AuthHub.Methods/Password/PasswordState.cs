using System.Text.Json;
using System.Text.Json.Serialization;

namespace AuthHub.Methods.Password;

/// <summary>What is kept of a password: its hash as PHC string.</summary>
public sealed record PasswordState(string Hash)
{
    /// <summary>State from a hash made elsewhere; null for an algorithm, a form or a cost that is not accepted.</summary>
    public static PasswordState? FromHash(string phc) => PhcHash.Parse(phc) is null ? null : new PasswordState(phc);

    public static PasswordState Read(byte[] bytes) => JsonSerializer.Deserialize(bytes, PasswordJson.Default.PasswordState)!;

    public byte[] Write() => JsonSerializer.SerializeToUtf8Bytes(this, PasswordJson.Default.PasswordState);

    /// <summary>Prints no hash.</summary>
    public override string ToString() => "PasswordState { *** }";
}

[JsonSerializable(typeof(PasswordState))]
internal sealed partial class PasswordJson : JsonSerializerContext;
