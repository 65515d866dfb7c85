using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using AuthHub.Jose;
using AuthHub.OpenId.Clients;
using AuthHub.OpenId.Errors;
using AuthHub.OpenId.SingleUse;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace AuthHub.OpenId.Dpop;

/// <summary>Checks that whoever sent a request has a private key (RFC 9449 section 4.3). Each proof is good for one request.</summary>
public sealed class DpopProofs(DpopNonces nonces, TimeProvider clock, IOptions<OpenIdSettings> settings)
{
    public const string Header = "DPoP";
    public const string NonceHeader = "DPoP-Nonce";

    private static readonly TimeSpan Ahead = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan Oldest = TimeSpan.FromMinutes(2);

    private readonly string _root = settings.Value.Issuer.TrimEnd('/');

    private readonly string _certificateRoot = settings.Value.MutualTls.RootFor(settings.Value.Issuer);

    /// <summary>What proofs may be signed with; all of it asymmetric.</summary>
    public static IReadOnlyList<SignatureAlgorithm> Algorithms { get; } = [SignatureAlgorithm.ES256, SignatureAlgorithm.PS256, SignatureAlgorithm.RS256, SignatureAlgorithm.ES384, SignatureAlgorithm.ES512];

    /// <summary>For <c>dpop_signing_alg_values_supported</c> and challenges.</summary>
    public static IReadOnlyList<string> AlgorithmNames { get; } = [.. Algorithms.Select(a => a.Name)];

    public static bool IsIn(HttpRequest request) => request.Headers.ContainsKey(Header);

    /// <summary>Refuses a <c>dpop_jkt</c> that is no thumbprint (RFC 9449 section 10).</summary>
    public static void RequireThumbprint(string? jkt)
    {
        if (jkt is not null && !(Base64UrlText.TryDecode(jkt, out var hash) && hash.Length == SHA256.HashSizeInBytes))
        {
            throw ProtocolError.InvalidRequest.Because("dpop_jkt is no thumbprint");
        }
    }

    /// <summary>A proof beside a pushed request says the same as <c>dpop_jkt</c> in it, also where the request is signed (RFC 9449 section 10.1).</summary>
    public async ValueTask<IReadOnlyDictionary<string, string>> BindAsync(HttpContext context, Client client, IReadOnlyDictionary<string, string> request, CancellationToken cancellationToken)
    {
        if (!IsIn(context.Request))
        {
            return request;
        }

        var jkt = await RequireAsync(context, client, null, null, cancellationToken);
        return request.GetValueOrDefault("dpop_jkt") is { } said && said != jkt
            ? throw ProtocolError.InvalidRequest.Because("dpop_jkt is not the key of the proof")
            : new Dictionary<string, string>(request, StringComparer.Ordinal) { ["dpop_jkt"] = jkt };
    }

    /// <summary>The thumbprint of the key the request proves possession of; refuses every other request. The proof is used up by this.</summary>
    /// <param name="context">The request.</param>
    /// <param name="client">Who asks, where that is known.</param>
    /// <param name="accessToken">The token it comes with, at a resource.</param>
    /// <param name="jkt">The key it must be, where that is known.</param>
    /// <param name="cancellationToken">Ends the question.</param>
    public async ValueTask<string> RequireAsync(HttpContext context, Client? client, string? accessToken, string? jkt, CancellationToken cancellationToken)
    {
        // RFC 9449 section 8.2: every answer names the nonce for the next request.
        context.Response.Headers[NonceHeader] = nonces.Current();
        var (header, now) = (context.Request.Headers[Header], clock.GetUtcNow());
        if (header.Count != 1 || DpopProof.Verify(header[0]!, AlgorithmsOf(client), now, Ahead) is not DpopVerdict.Verified proof)
        {
            throw ProtocolError.InvalidDpopProof.Because(header.Count == 1 ? "proof not genuine" : "no proof, or several");
        }

        if ((WhyNot(context.Request, proof.Claims, now) ?? WhyNot(proof, accessToken, jkt)) is { } reason)
        {
            throw ProtocolError.InvalidDpopProof.Because(reason);
        }

        var nonce = proof.Claims.Text("nonce");
        if (nonce is null ? settings.Value.Dpop.NonceRequired : !nonces.IsGood(nonce))
        {
            throw ProtocolError.UseDpopNonce.Because(nonce is null ? "no nonce" : "nonce old or not ours");
        }

        var used = context.RequestServices.GetRequiredService<IUsedValues>();
        return await used.TryUseAsync(UsedValueKinds.DpopProof, proof.Key.Thumbprint, proof.Claims.Id!, proof.Claims.IssuedAt!.Value + Oldest + Ahead, cancellationToken)
            ? proof.Key.Thumbprint
            : throw ProtocolError.InvalidDpopProof.Because("proof used before");
    }

    private static IReadOnlyList<SignatureAlgorithm> AlgorithmsOf(Client? client) => client is null ? Algorithms : FapiProfiles.AlgorithmsOf(client, null, Algorithms);

    private string? WhyNot(HttpRequest request, JwtClaims claims, DateTimeOffset now)
    {
        if (claims.Text("htm") != request.Method)
        {
            return "proof for another method";
        }

        if (claims.Text("htu") is not { } address || !IsThis(address, request.Path))
        {
            return "proof for another address";
        }

        return claims.IssuedAt is not { } issued || issued > now + Ahead || issued < now - Oldest ? "iat missing, ahead or old"
            : string.IsNullOrEmpty(claims.Id) ? "jti missing"
            : null;
    }

    private static string? WhyNot(DpopVerdict.Verified proof, string? accessToken, string? jkt)
    {
        if (jkt is not null && proof.Key.Thumbprint != jkt)
        {
            return "proof of another key than the token's";
        }

        // RFC 9449 section 4.3 number 11.
        return accessToken is not null && proof.Claims.Text("ath") != Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(accessToken))) ? "ath is not this token" : null;
    }

    /// <summary>
    /// RFC 9449 section 4.3 number 9: without query and fragment, after normalisation. What counts is the address people know, also behind
    /// a proxy, or the one for certificates.
    /// </summary>
    private bool IsThis(string address, PathString path)
    {
        if (address == _root + path.Value)
        {
            return true;
        }

        var given = Normal(address);
        return given is not null && (given == Normal(_root + path.Value) || given == Normal(_certificateRoot + path.Value));
    }

    private static string? Normal(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.UserInfo.Length == 0 && uri.Scheme is ("https" or "http") ? uri.GetLeftPart(UriPartial.Path) : null;
}
