using System.Text.Json;
using System.Text.Json.Serialization;

namespace AuthHub.Methods.WebAuthn;

/// <summary>The credential record of WebAuthn section 4: what is needed to check an assertion, and what a later policy may ask.</summary>
public sealed record WebAuthnState
{
    public required byte[] CredentialId { get; init; }

    /// <summary>The COSE key; its algorithm is part of it and never comes from an answer.</summary>
    public required byte[] PublicKey { get; init; }

    public required uint SignCount { get; init; }

    public required WebAuthnKind Kind { get; init; }

    public string[] Transports { get; init; } = [];

    /// <summary>Whether the owner was recognised when it was registered. It never turns true later: that would let a thief set a PIN and count as the owner (WebAuthn section 7.2).</summary>
    public bool UserVerified { get; init; }

    public bool BackupEligible { get; init; }

    public bool BackedUp { get; init; }

    public Guid Aaguid { get; init; }

    /// <summary>The attestation's format, and whether its signature was checked.</summary>
    public string Format { get; init; } = "none";

    public bool Attested { get; init; }

    public static WebAuthnState Read(byte[] bytes) => JsonSerializer.Deserialize(bytes, WebAuthnJson.Default.WebAuthnState)!;

    public byte[] Write() => JsonSerializer.SerializeToUtf8Bytes(this, WebAuthnJson.Default.WebAuthnState);
}

/// <summary>What is remembered while a credential is registered or used: the framework's own state, which holds the challenge, and the options for the page.</summary>
internal sealed record WebAuthnPending(string KeyOptions, string KeyState, string PlatformOptions, string PlatformState)
{
    public static WebAuthnPending Read(byte[] bytes) => JsonSerializer.Deserialize(bytes, WebAuthnJson.Default.WebAuthnPending)!;

    public byte[] Write() => JsonSerializer.SerializeToUtf8Bytes(this, WebAuthnJson.Default.WebAuthnPending);
}

/// <summary>An open question to the person's authenticators.</summary>
internal sealed record WebAuthnAsked(string Options, string State)
{
    public static WebAuthnAsked Read(byte[] bytes) => JsonSerializer.Deserialize(bytes, WebAuthnJson.Default.WebAuthnAsked)!;

    public byte[] Write() => JsonSerializer.SerializeToUtf8Bytes(this, WebAuthnJson.Default.WebAuthnAsked);
}

[JsonSourceGenerationOptions(UseStringEnumConverter = true)]
[JsonSerializable(typeof(WebAuthnState))]
[JsonSerializable(typeof(WebAuthnPending))]
[JsonSerializable(typeof(WebAuthnAsked))]
internal sealed partial class WebAuthnJson : JsonSerializerContext;
