using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using AuthHub.OpenId.Dpop;
using Microsoft.Extensions.DependencyInjection;

namespace AuthHub.OpenId.Tests.Hosting;

/// <summary>DPoP proofs as a client makes them, and requests that carry them.</summary>
internal static class Proofs
{
    public static string NonceNow(this ProviderHost host) => host.Services.GetRequiredService<DpopNonces>().Current();

    /// <summary>A valid proof, unless the test changes its claims or its header.</summary>
    public static string Proof(this ProviderHost host, TestKey key, string path = "/connect/token", string method = "POST", string? token = null, Action<JsonObject>? claims = null, Action<JsonObject>? header = null)
    {
        var payload = new JsonObject
        {
            ["jti"] = Guid.CreateVersion7().ToString(),
            ["htm"] = method,
            ["htu"] = ProviderHost.Issuer + path,
            ["iat"] = host.Clock.GetUtcNow().ToUnixTimeSeconds(),
            ["nonce"] = host.NonceNow(),
        };
        if (token is not null)
        {
            payload["ath"] = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(token)));
        }

        claims?.Invoke(payload);
        var head = new JsonObject { ["typ"] = "dpop+jwt", ["alg"] = key.Algorithm, ["jwk"] = key.Jwk };
        header?.Invoke(head);
        return key.Sign(payload, head);
    }

    public static Task<Answer> SendAsync(this Exchange exchange, params string[] proofs)
    {
        exchange.Headers.RemoveAll(header => header.Name == DpopProofs.Header);
        exchange.Headers.AddRange(proofs.Select(proof => (DpopProofs.Header, proof)));
        return exchange.SendAsync();
    }

    /// <summary>Asks userinfo with a token by a scheme, and with these proofs.</summary>
    public static async Task<Answer> UserInfoAsync(this ProviderHost host, string token, string scheme, string[] proofs, HttpClient? over = null, HttpMethod? method = null)
    {
        using var request = new HttpRequestMessage(method ?? HttpMethod.Get, "/connect/userinfo");
        request.Headers.TryAddWithoutValidation("Authorization", $"{scheme} {token}");
        foreach (var proof in proofs)
        {
            request.Headers.TryAddWithoutValidation(DpopProofs.Header, proof);
        }

        using var response = await (over ?? host.Http).SendAsync(request);
        return await Answer.OfAsync(response);
    }
}
