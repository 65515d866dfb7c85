using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using AuthHub.Jose;
using AuthHub.OpenId.Keys;

namespace AuthHub.OpenId.Clients;

/// <summary>
/// Gives clients their secrets. A hash is enough to compare one; who signs with a secret (<c>client_secret_jwt</c>) needs it kept as it is,
/// and for those clients alone it is, sealed.
/// </summary>
public sealed class SharedSecrets(IKeySealing sealing)
{
    private readonly ConcurrentDictionary<string, (byte[] Sealed, string Algorithm, MacKey? Key)> _known = new(StringComparer.Ordinal);

    /// <summary>The client has this secret from now on.</summary>
    public void Set(Client client, string secret)
    {
        client.SecretHash = ClientSecret.Hash(secret);
        client.SealedSecret = client.TokenEndpointAuthMethod == ClientAuthenticationMethods.SecretJwt ? sealing.Seal(Encoding.UTF8.GetBytes(secret), Context(client)) : null;
    }

    /// <summary>The key a client signs its assertions with; null when it has none, or one too short.</summary>
    internal MacKey? Find(Client client)
    {
        var algorithm = MacAlgorithm.Find(client.Metadata.TokenEndpointAuthSigningAlg) ?? MacAlgorithm.HS256;
        if (client.SealedSecret is not { } sealedSecret)
        {
            return null;
        }

        if (_known.TryGetValue(client.ClientId, out var known) && known.Algorithm == algorithm.Name && known.Sealed.AsSpan().SequenceEqual(sealedSecret))
        {
            return known.Key;
        }

        var plain = sealing.Open(sealedSecret, Context(client));
        try
        {
            var key = MacKey.TryCreate(plain, algorithm, out var made) ? made : null;
            _known[client.ClientId] = (sealedSecret, algorithm.Name, key);
            return key;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(plain);
        }
    }

    private static string Context(Client client) => "client-secret:" + client.ClientId;
}
