namespace AuthHub.Jose;

/// <summary>The members of a protected header this product reads (RFC 7515 section 4.1).</summary>
public sealed record JwsHeader(SignatureAlgorithm Algorithm, string? Kid, string? Typ)
{
    private const int LongestKid = 128;

    private static readonly string[] KeyBearers = ["jwk", "jku", "x5u", "x5c"];

    private static readonly string[] Extensions = ["crit", "b64"];

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

        if (Array.Exists(KeyBearers, m => members.Has(m)))
        {
            return JoseRefusal.KeyInHeader;
        }

        if (Array.Exists(Extensions, m => members.Has(m)))
        {
            return JoseRefusal.ExtensionNotOffered;
        }

        var kid = members.Text("kid");
        if (members.Has("kid") && kid is not { Length: > 0 and <= LongestKid })
        {
            return JoseRefusal.KeyUnknown;
        }

        if (members.Has("typ") && members.Text("typ") is null)
        {
            return JoseRefusal.HeaderMalformed;
        }

        header = new JwsHeader(algorithm, kid, members.Text("typ"));
        return null;
    }
}
