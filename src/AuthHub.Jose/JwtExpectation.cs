namespace AuthHub.Jose;

/// <summary>What a JWT of one kind must look like. Kinds are told apart by <c>typ</c>, so that one is never taken for another (RFC 8725 section 3.11).</summary>
/// <param name="Typ">The header's type; compared without regard to case, as media types are, <c>application/</c> optional.</param>
/// <param name="Issuer">Must equal <c>iss</c> character by character.</param>
/// <param name="Audience">Must be among <c>aud</c>; null where the caller checks it itself.</param>
public sealed record JwtExpectation(string Typ, string Issuer, string? Audience)
{
    /// <summary>How far clocks may disagree.</summary>
    public TimeSpan Skew { get; init; } = TimeSpan.Zero;

    /// <summary>True where an old token still identifies somebody, as an <c>id_token_hint</c> does.</summary>
    public bool OldIsGood { get; init; }

    /// <summary>True where senders write no <c>typ</c> or just <c>JWT</c>, as those of client assertions may (RFC 7523); any third one is still refused.</summary>
    public bool Untyped { get; init; }

    internal JoseRefusal? WhyNot(string? typ, JwtClaims claims, DateTimeOffset now)
    {
        if (!HeaderRules.IsType(typ, Typ) && !(Untyped && (typ is null || HeaderRules.IsType(typ, "JWT"))))
        {
            return JoseRefusal.TypeMismatch;
        }

        if (claims.Issuer != Issuer)
        {
            return JoseRefusal.IssuerMismatch;
        }

        if (Audience is not null && !claims.Audience.Contains(Audience))
        {
            return JoseRefusal.AudienceMismatch;
        }

        if (claims.NotBefore is { } start && start > now + Skew)
        {
            return JoseRefusal.NotYetValid;
        }

        // A token without an end is refused, not eternal. The last end there is has no room for the skew to be added.
        return claims.Expires is { } end && (OldIsGood || now - Skew < end) ? null : JoseRefusal.Expired;
    }
}
