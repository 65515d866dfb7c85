namespace AuthHub.Jose;

/// <summary>Checks signed JWTs (RFC 7519 section 7.2): signature first, then claims.</summary>
public static class Jwt
{
    public static JwtVerdict Verify(string token, Func<string?, VerificationKey?> find, JwtExpectation expectation, DateTimeOffset now) =>
        Judge(CompactJws.Verify(token, find), expectation, now);

    /// <summary>Checks what a client signed with one of its own keys.</summary>
    public static JwtVerdict Verify(string token, VerificationKeys keys, JwtExpectation expectation, DateTimeOffset now) =>
        Judge(CompactJws.Verify(token, keys), expectation, now);

    private static JwtVerdict Judge(JwsVerdict verdict, JwtExpectation expectation, DateTimeOffset now)
    {
        if (verdict is not JwsVerdict.Verified verified)
        {
            return new JwtVerdict.Refused(((JwsVerdict.Refused)verdict).Reason);
        }

        if (JwtClaims.Read(verified.Payload) is not { } claims)
        {
            return new JwtVerdict.Refused(JoseRefusal.ClaimsMalformed);
        }

        return expectation.WhyNot(verified.Header.Typ, claims, now) is { } reason
            ? new JwtVerdict.Refused(reason)
            : new JwtVerdict.Accepted(verified.Header, claims);
    }
}
