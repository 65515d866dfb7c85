using System.Security.Cryptography;
using System.Text;
using AuthHub.Jose;

namespace AuthHub.OpenId.Requests;

/// <summary>
/// An authorization request that a client brought itself, so that the browser carries only a name for it (RFC 9126). It may be opened
/// again until it is answered; that is what the authorization that answers it remembers, under the same hash.
/// </summary>
public sealed class PushedRequest
{
    /// <summary>RFC 9126 section 2.2.</summary>
    public const string Prefix = "urn:ietf:params:oauth:request_uri:";

    /// <summary>SHA-256 of the whole <c>request_uri</c>; the name itself is not stored.</summary>
    public required byte[] Hash { get; init; }

    public required string ClientId { get; init; }

    /// <summary>The parameters, sealed by <see cref="PendingRequests"/>.</summary>
    public required string Sealed { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    public static string NewName() => Prefix + Base64UrlText.Encode(RandomNumberGenerator.GetBytes(32));

    public static byte[] HashOf(string name) => SHA256.HashData(Encoding.UTF8.GetBytes(name));
}
