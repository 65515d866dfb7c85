namespace AuthHub.Jose;

/// <summary>The members of a protected header this product reads (RFC 7515 section 4.1).</summary>
public sealed record JwsHeader(SignatureAlgorithm Algorithm, string? Kid, string? Typ)
{
    /// <summary>Reads a header; the reason where it is refused.</summary>
    internal static JoseRefusal? Read(ReadOnlySpan<byte> utf8, out JwsHeader? header)
    {
        header = null;
        if (JsonMembers.ReadObject(utf8) is not { } members)
        {
            return JoseRefusal.HeaderMalformed;
        }

        if (SignatureAlgorithm.Find(members.Text("alg")) is not { } algorithm)
        {
            return JoseRefusal.AlgorithmNotOffered;
        }

        if (HeaderRules.Check(members) is { } refusal)
        {
            return refusal;
        }

        header = new JwsHeader(algorithm, members.Text("kid"), members.Text("typ"));
        return null;
    }
}
