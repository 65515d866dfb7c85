namespace AuthHub.Jose;

/// <summary>Checks signed JWTs (RFC 7519 section 7.2): signature first, then claims.</summary>
public static class Jwt
{
    public static JwtVerdict Verify(string token, Func<string?, VerificationKey?> find, JwtExpectation expectation, DateTimeOffset now)
    {
        var verdict = CompactJws.Verify(token, find);
        if (verdict is not JwsVerdict.Verified verified)
        {
            return new JwtVerdict.Refused(((JwsVerdict.Refused)verdict).Reason);
        }

        if (JwtClaims.Read(verified.Payload) is not { } claims)
        {
            return new JwtVerdict.Refused(JoseRefusal.ClaimsMalformed);
        }

        return expectation.WhyNot(verified.Header, claims, now) is { } reason
            ? new JwtVerdict.Refused(reason)
            : new JwtVerdict.Accepted(verified.Header, claims);
    }
}
