using System.Text.Json;

namespace AuthHub.Jose;

/// <summary>What every protected header must keep, whatever it protects (RFC 7515 section 4.1, RFC 7516 section 4.1).</summary>
internal static class HeaderRules
{
    private const int LongestKid = 128;

    private static readonly string[] KeyBearers = ["jwk", "jku", "x5u", "x5c"];

    private static readonly string[] Extensions = ["crit", "b64"];

    private static readonly string[] Texts = ["typ", "cty"];

    /// <param name="members">The header.</param>
    /// <param name="permitted">The one bearer of a key that this kind of token must have; null for every kind but DPoP proofs.</param>
    public static JoseRefusal? Check(JsonElement members, string? permitted = null)
    {
        if (Array.Exists(KeyBearers, m => m != permitted && members.Has(m)))
        {
            return JoseRefusal.KeyInHeader;
        }

        if (Array.Exists(Extensions, m => members.Has(m)))
        {
            return JoseRefusal.ExtensionNotOffered;
        }

        if (members.Has("kid") && members.Text("kid") is not { Length: > 0 and <= LongestKid })
        {
            return JoseRefusal.KeyUnknown;
        }

        return Array.Exists(Texts, m => members.Has(m) && members.Text(m) is null) ? JoseRefusal.HeaderMalformed : null;
    }

    /// <summary>Media types are compared without regard to case, <c>application/</c> optional (RFC 7515 section 4.1.9).</summary>
    public static bool IsType(string? given, string type) =>
        string.Equals(given, type, StringComparison.OrdinalIgnoreCase) || string.Equals(given, "application/" + type, StringComparison.OrdinalIgnoreCase);
}
