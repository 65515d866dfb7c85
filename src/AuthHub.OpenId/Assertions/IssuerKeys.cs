using System.Collections.Concurrent;
using AuthHub.Jose;
using AuthHub.OpenId.Clients;
using AuthHub.OpenId.Outgoing;

namespace AuthHub.OpenId.Assertions;

/// <summary>The public keys of trusted issuers, imported once and kept as long as their text is the same.</summary>
public sealed class IssuerKeys(OutgoingDocuments documents)
{
    private readonly ConcurrentDictionary<string, Known> _known = new(StringComparer.Ordinal);

    /// <summary>Null when there are none that are good.</summary>
    /// <param name="issuer">Whose.</param>
    /// <param name="anew">True asks its address again, for a key nobody knows yet.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public async ValueTask<ClientKeySet?> FindAsync(TrustedIssuer issuer, bool anew, CancellationToken cancellationToken)
    {
        var known = _known.GetValueOrDefault(issuer.Issuer);
        var text = issuer.JwksUri is { } address
            ? await documents.FindAsync(address, OutgoingContent.Json, anew, cancellationToken) is OutgoingVerdict.Answered answered ? answered.Body : null
            : known?.Text ?? await File.ReadAllBytesAsync(issuer.JwksFile!, cancellationToken);
        if (text is null || ReferenceEquals(text, known?.Text))
        {
            return text is null ? null : known!.Set;
        }

        var set = JsonWebKeySet.Read(text) is JsonWebKeySetVerdict.Accepted accepted ? new ClientKeySet(accepted.Set, text) : null;
        _known[issuer.Issuer] = new Known(text, set);
        return set;
    }

    private sealed record Known(byte[] Text, ClientKeySet? Set);
}
