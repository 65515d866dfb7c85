using System.Text.Json;
using System.Text.Json.Serialization;

namespace AuthHub.Methods.Sms;

/// <summary>What is kept of a phone: its number.</summary>
public sealed record SmsState(string Number)
{
    public static SmsState Read(byte[] bytes) => JsonSerializer.Deserialize(bytes, SmsJson.Default.SmsState)!;

    public byte[] Write() => JsonSerializer.SerializeToUtf8Bytes(this, SmsJson.Default.SmsState);

    /// <summary>State for a number known from elsewhere; null when it is no number with country code.</summary>
    public static SmsState? FromNumber(string typed) => PhoneNumber.Parse(typed) is { } number ? new SmsState(number.Text) : null;
}

/// <summary>A message on its way: which phone it went to and the hash of its code.</summary>
internal sealed record SmsAsked(Guid Authenticator, byte[] Salt, byte[] Hash)
{
    public static SmsAsked Read(byte[] bytes) => JsonSerializer.Deserialize(bytes, SmsJson.Default.SmsAsked)!;

    public byte[] Write() => JsonSerializer.SerializeToUtf8Bytes(this, SmsJson.Default.SmsAsked);
}

/// <summary>A set-up under way: first without a number, then with one and the hash of the code sent to it.</summary>
internal sealed record SmsPending(string? Number, byte[] Salt, byte[] Hash, DateTimeOffset ExpiresAt)
{
    public static SmsPending Start { get; } = new(null, [], [], default);

    public static SmsPending Read(byte[] bytes) => JsonSerializer.Deserialize(bytes, SmsJson.Default.SmsPending)!;

    public byte[] Write() => JsonSerializer.SerializeToUtf8Bytes(this, SmsJson.Default.SmsPending);
}

[JsonSerializable(typeof(SmsState))]
[JsonSerializable(typeof(SmsAsked))]
[JsonSerializable(typeof(SmsPending))]
internal sealed partial class SmsJson : JsonSerializerContext;
