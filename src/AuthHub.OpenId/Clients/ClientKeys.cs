using System.Collections.Concurrent;
using System.Text;
using AuthHub.Jose;
using AuthHub.OpenId.Outgoing;

namespace AuthHub.OpenId.Clients;

/// <summary>The public keys of clients, by value or by reference (RFC 7591 section 2, <c>jwks</c> and <c>jwks_uri</c>), read and imported once and kept.</summary>
public sealed class ClientKeys(OutgoingDocuments documents)
{
    private readonly ConcurrentDictionary<string, Known> _known = new(StringComparer.Ordinal);

    /// <summary>The client's keys; null when it has none that are good.</summary>
    /// <param name="client">The client.</param>
    /// <param name="anew">True asks a <c>jwks_uri</c> again, for a key nobody knows yet; at most once a minute whoever wants it.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public async ValueTask<ClientKeySet?> FindAsync(Client client, bool anew, CancellationToken cancellationToken)
    {
        if (client.Metadata.JwksUri is { } address)
        {
            return await documents.FindAsync(address, OutgoingContent.Json, anew, cancellationToken) is OutgoingVerdict.Answered answered ? OfDocument(client, answered.Body) : null;
        }

        return client.Metadata.Jwks is { } jwks ? OfMetadata(client, jwks) : null;
    }

    private ClientKeySet? OfDocument(Client client, byte[] body)
    {
        var known = _known.GetValueOrDefault(client.ClientId);
        return ReferenceEquals(known?.Source, body) ? known.Set : Keep(client, body, body);
    }

    private ClientKeySet? OfMetadata(Client client, System.Text.Json.JsonElement jwks)
    {
        var known = _known.GetValueOrDefault(client.ClientId);
        if (ReferenceEquals(known?.Source, client.Metadata))
        {
            return known.Set;
        }

        // The catalogue has read its clients again; importing is what costs, so equal text is the same set.
        var text = Encoding.UTF8.GetBytes(jwks.GetRawText());
        return known is not null && known.Text.AsSpan().SequenceEqual(text)
            ? (_known[client.ClientId] = known with { Source = client.Metadata }).Set
            : Keep(client, client.Metadata, text);
    }

    private ClientKeySet? Keep(Client client, object source, byte[] text)
    {
        var set = JsonWebKeySet.Read(text) is JsonWebKeySetVerdict.Accepted accepted ? new ClientKeySet(accepted.Set, text) : null;
        _known[client.ClientId] = new Known(source, text, set);
        return set;
    }

    /// <param name="Source">What is the same object as long as nothing was read anew.</param>
    /// <param name="Text">The set as it was written.</param>
    /// <param name="Set">What it says; null when it is no good.</param>
    private sealed record Known(object Source, byte[] Text, ClientKeySet? Set);
}
