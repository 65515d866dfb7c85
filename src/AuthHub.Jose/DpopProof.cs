using System.Text.Json;

namespace AuthHub.Jose;

/// <summary>
/// Reads DPoP proofs (RFC 9449 section 4.2), the only objects that bring their own key. The key proves nothing but that the sender has
/// its private half; whoever reads a proof compares <see cref="JsonWebKey.Thumbprint"/> with the key a token or code is bound to.
/// </summary>
public static class DpopProof
{
    /// <summary>The header's <c>typ</c>.</summary>
    public const string Type = "dpop+jwt";

    /// <summary>
    /// Steps 3 to 7 of RFC 9449 section 4.3, and <c>exp</c> and <c>nbf</c> where a sender adds them. <c>htm</c>, <c>htu</c>, <c>iat</c>,
    /// <c>jti</c>, <c>nonce</c> and <c>ath</c> are the endpoint's.
    /// </summary>
    /// <param name="token">The proof.</param>
    /// <param name="algorithms">What senders may sign with.</param>
    /// <param name="now">Our clock.</param>
    /// <param name="skew">How far the sender's clock may be off.</param>
    public static DpopVerdict Verify(string token, IReadOnlyList<SignatureAlgorithm> algorithms, DateTimeOffset now, TimeSpan skew)
    {
        JsonWebKey? key = null;
        if ((JwsParts.Read(token, out var parts) ?? Check(parts!, algorithms, out key)) is { } refusal)
        {
            return new DpopVerdict.Refused(refusal);
        }

        if (JwtClaims.Read(parts!.Payload) is not { } claims)
        {
            return new DpopVerdict.Refused(JoseRefusal.ClaimsMalformed);
        }

        if (claims.NotBefore > now + skew)
        {
            return new DpopVerdict.Refused(JoseRefusal.NotYetValid);
        }

        return now - skew >= claims.Expires ? new DpopVerdict.Refused(JoseRefusal.Expired) : new DpopVerdict.Verified(key!, claims);
    }

    private static JoseRefusal? Check(JwsParts parts, IReadOnlyList<SignatureAlgorithm> algorithms, out JsonWebKey? key)
    {
        key = null;
        if (JsonMembers.ReadObject(parts.Header) is not { } members)
        {
            return JoseRefusal.HeaderMalformed;
        }

        if (SignatureAlgorithm.Find(members.Text("alg")) is not { } algorithm || !algorithms.Contains(algorithm))
        {
            return JoseRefusal.AlgorithmNotOffered;
        }

        if (HeaderRules.Check(members, permitted: "jwk") is { } refusal)
        {
            return refusal;
        }

        if (!HeaderRules.IsType(members.Text("typ"), Type))
        {
            return JoseRefusal.TypeMismatch;
        }

        if (!members.TryGetProperty("jwk", out var jwk))
        {
            return JoseRefusal.KeyUnknown;
        }

        if (jwk.ValueKind == JsonValueKind.Object && JsonWebKey.ShowsSecret(jwk))
        {
            return JoseRefusal.SecretShown;
        }

        key = JsonWebKey.Read(jwk);
        return key is null ? JoseRefusal.KeyUnfit : Check(parts, key, algorithm);
    }

    private static JoseRefusal? Check(JwsParts parts, JsonWebKey key, SignatureAlgorithm algorithm)
    {
        if (!VerificationKey.TryCreate(key, algorithm, out var verification))
        {
            return JoseRefusal.AlgorithmMismatch;
        }

        using (verification)
        {
            return verification.Verify(parts.Input, parts.Signature) ? null : JoseRefusal.SignatureWrong;
        }
    }
}
