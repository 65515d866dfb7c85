using System.Text;

namespace AuthHub.Jose;

/// <summary>JWTs under a client's shared secret: assertions of <c>client_secret_jwt</c> and nothing else (OpenID Connect Core section 9).</summary>
public static class MacJwt
{
    public static string Sign(MacKey key, string typ, ReadOnlySpan<byte> payload)
    {
        var header = Encoding.UTF8.GetBytes($$"""{"alg":"{{key.Algorithm.Name}}","typ":"{{typ}}"}""");
        var input = Base64UrlText.Encode(header) + "." + Base64UrlText.Encode(payload);
        return input + "." + Base64UrlText.Encode(key.Sign(Encoding.ASCII.GetBytes(input)));
    }

    /// <summary>Checks the MAC, then the claims. The key fixes the algorithm; a <c>kid</c> selects nothing here.</summary>
    public static MacJwtVerdict Verify(string token, MacKey key, JwtExpectation expectation, DateTimeOffset now)
    {
        string? typ = null;
        if ((JwsParts.Read(token, out var parts) ?? Check(parts!, key, out typ)) is { } refusal)
        {
            return new MacJwtVerdict.Refused(refusal);
        }

        if (JwtClaims.Read(parts!.Payload) is not { } claims)
        {
            return new MacJwtVerdict.Refused(JoseRefusal.ClaimsMalformed);
        }

        return expectation.WhyNot(typ, claims, now) is { } reason ? new MacJwtVerdict.Refused(reason) : new MacJwtVerdict.Accepted(claims);
    }

    private static JoseRefusal? Check(JwsParts parts, MacKey key, out string? typ)
    {
        typ = null;
        if (JsonMembers.ReadObject(parts.Header) is not { } members)
        {
            return JoseRefusal.HeaderMalformed;
        }

        if (MacAlgorithm.Find(members.Text("alg")) is not { } algorithm)
        {
            return JoseRefusal.AlgorithmNotOffered;
        }

        if (HeaderRules.Check(members) is { } refusal)
        {
            return refusal;
        }

        typ = members.Text("typ");
        if (algorithm != key.Algorithm)
        {
            return JoseRefusal.AlgorithmMismatch;
        }

        return key.Verify(parts.Input, parts.Signature) ? null : JoseRefusal.SignatureWrong;
    }
}
