using System.Text.Json;
using AuthHub.OpenId.Outgoing;

namespace AuthHub.OpenId.Clients;

/// <summary>
/// The sector of a client: those of one sector know a person by the same pairwise subject (OpenID Connect Core section 8.1). It is the host
/// of <c>sector_identifier_uri</c>, or else the one host all its redirect URIs have.
/// </summary>
public sealed class Sector(OutgoingDocuments documents)
{
    private static readonly JsonDocumentOptions Flat = new() { MaxDepth = 2 };

    /// <summary>Null where its registration does not tell: such a client cannot be pairwise.</summary>
    public static string? Of(Client client)
    {
        if (client.Metadata.SectorIdentifierUri is { } address)
        {
            return HostOf(address);
        }

        var hosts = client.RedirectUris.ConvertAll(HostOf).Distinct(StringComparer.Ordinal).ToList();
        return hosts.Count == 1 ? hosts[0] : null;
    }

    /// <summary>
    /// Asks the address a registration names whether it knows all its redirect URIs (OpenID Connect Registration section 5); the verdict
    /// becomes a refusal where it does not.
    /// </summary>
    public async Task<RegistrationVerdict> ConfirmAsync(RegistrationVerdict verdict, CancellationToken cancellationToken)
    {
        if (verdict is not RegistrationVerdict.Accepted { Client: { Metadata.SectorIdentifierUri: { } address } client })
        {
            return verdict;
        }

        // Who has just mended the document is not told what it said before, unless that was a moment ago.
        return await documents.FindAsync(address, OutgoingContent.Json, anew: true, cancellationToken) is OutgoingVerdict.Answered answered && Read(answered.Body) is { } uris
            ? client.RedirectUris.Count > 0 && client.RedirectUris.TrueForAll(uris.Contains) ? verdict : Refused("sector_identifier_uri leads to a list without all the redirect URIs, or there are none.")
            : Refused("sector_identifier_uri leads to no JSON array of texts.");
    }

    private static RegistrationVerdict.Refused Refused(string reason) => new([reason], false);

    private static HashSet<string>? Read(byte[] body)
    {
        try
        {
            using var document = JsonDocument.Parse(body, Flat);
            return document.RootElement.ValueKind == JsonValueKind.Array && document.RootElement.EnumerateArray().All(uri => uri.ValueKind == JsonValueKind.String)
                ? document.RootElement.EnumerateArray().Select(uri => uri.GetString()!).ToHashSet(StringComparer.Ordinal)
                : null;
        }
        catch (Exception malformed) when (malformed is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>Null where an app of the device answers: there is no host.</summary>
    private static string? HostOf(string uri) =>
        Uri.TryCreate(uri, UriKind.Absolute, out var parsed) && parsed.Scheme is "https" or "http" && parsed.Host.Length > 0 ? parsed.Host.ToLowerInvariant() : null;
}
