using System.Security.Cryptography;
using System.Text;
using AuthHub.Jose;

namespace AuthHub.OpenId.CrossDevice;

/// <summary>
/// What one device asks and a person answers on another. A yes is the authorization whose code has the same hash, so that it is given once
/// (law L8); a no is noted here.
/// </summary>
public sealed class CrossDeviceRequest
{
    /// <summary>No text in UTF-8 has this byte, so no other code has the hash of one of these (law L16).</summary>
    private const byte NoText = 0xFF;

    /// <summary>Also what a consent given for it is remembered by.</summary>
    public required Guid Id { get; init; }

    /// <summary>One of <see cref="CrossDeviceKinds"/>.</summary>
    public required string Kind { get; init; }

    /// <summary>What <see cref="HashOf"/> makes of the code with which the client asks for the outcome; the code itself is not stored.</summary>
    public required byte[] Hash { get; init; }

    /// <summary>SHA-256 of the code a person types.</summary>
    public byte[]? UserCodeHash { get; init; }

    public required string ClientId { get; init; }

    /// <summary>Who alone may answer; null where it is whoever typed the code. A text that is no subject where the hint was nobody's: nobody answers that.</summary>
    public string? Subject { get; init; }

    public required List<string> Scopes { get; init; }

    /// <summary>Levels the client would like, best liked first.</summary>
    public required List<string> AcrValues { get; init; }

    /// <summary>S256 challenge, where the client sent one (RFC 7636).</summary>
    public string? CodeChallenge { get; init; }

    /// <summary>What the client shows where it asks, for the person to compare.</summary>
    public string? BindingMessage { get; init; }

    /// <summary>The <see cref="Notification"/> for a client that wants to be told the outcome.</summary>
    public byte[]? SealedNotification { get; init; }

    /// <summary>When the client is to be told, first or again; null when there is nothing to tell.</summary>
    public DateTimeOffset? NotifyAt { get; init; }

    public int NotifyAttempts { get; init; }

    /// <summary>The network address that asked; the person compares it.</summary>
    public string? Address { get; init; }

    public required DateTimeOffset RequestedAt { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Seconds the client has to leave between two questions about the outcome; grows when it does not.</summary>
    public required int Interval { get; init; }

    /// <summary>Before this moment another question comes too soon.</summary>
    public required DateTimeOffset NextPollAt { get; init; }

    public DateTimeOffset? DeniedAt { get; init; }

    public static string NewCode() => Base64UrlText.Encode(RandomNumberGenerator.GetBytes(32));

    public static byte[] HashOf(string kind, string code) => SHA256.HashData([NoText, .. Encoding.UTF8.GetBytes(kind), NoText, .. Encoding.UTF8.GetBytes(code)]);
}
