using AuthHub.Jose.Encryption;

namespace AuthHub.OpenId.Clients;

/// <summary>How an app wants one kind of answer encrypted: the pair <c>..._encrypted_response_alg</c> and <c>..._encrypted_response_enc</c>.</summary>
internal static class EncryptedResponse
{
    /// <summary>What is offered for the key.</summary>
    public static IReadOnlyList<string> Algorithms { get; } = [.. KeyManagementAlgorithm.All.Select(a => a.Name)];

    /// <summary>What is offered for the content.</summary>
    public static IReadOnlyList<string> Encryptions { get; } = [.. ContentEncryption.All.Select(e => e.Name)];

    /// <summary>The pair for one kind, such as <c>id_token</c>; both null where it is not to be encrypted.</summary>
    public static (string? Algorithm, string? Encryption) Read(MetadataReader members, Client client, string kind)
    {
        var (first, second) = ($"{kind}_encrypted_response_alg", $"{kind}_encrypted_response_enc");
        var algorithm = members.OneOf(first, Algorithms, "");
        var encryption = members.OneOf(second, Encryptions, "");
        members.Require(encryption.Length == 0 || algorithm.Length > 0, $"{second} needs {first}.");
        members.Require(algorithm.Length == 0 || client.Metadata.Jwks is not null || client.Metadata.JwksUri is not null, $"{first} needs jwks or jwks_uri.");
        return algorithm.Length == 0 ? (null, null) : (algorithm, encryption.Length > 0 ? encryption : ContentEncryption.A128CbcHS256.Name);
    }
}
