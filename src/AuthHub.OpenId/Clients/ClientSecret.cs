using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace AuthHub.OpenId.Clients;

/// <summary>Client secrets: 256 random bits, kept as SHA-256 (a slow hash protects weak secrets only), compared in fixed time.</summary>
public static class ClientSecret
{
    public static string Generate() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    /// <summary>Long enough for every algorithm where the client signs with it (RFC 7518 section 3.2).</summary>
    public static string GenerateFor(Client client) =>
        client.TokenEndpointAuthMethod == ClientAuthenticationMethods.SecretJwt ? Generate() + Generate() : Generate();

    public static byte[] Hash(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));

    /// <summary>False also where there is no secret to compare with; the work is the same.</summary>
    public static bool Matches(byte[]? hash, string presented) =>
        CryptographicOperations.FixedTimeEquals(Hash(presented), hash ?? new byte[SHA256.HashSizeInBytes]) && hash is not null;
}
