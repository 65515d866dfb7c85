namespace AuthHub.Jose;

/// <summary>Why a signed object was refused; for logs and tests, never told to the sender.</summary>
public enum JoseRefusal
{
    /// <summary>Longer than <see cref="CompactJws.Longest"/>.</summary>
    TooLong,

    /// <summary>Not three non-empty base64url parts.</summary>
    NotCompact,

    /// <summary>The header is not one JSON object in UTF-8 with each member once.</summary>
    HeaderMalformed,

    /// <summary><c>alg</c> is missing, none, symmetric or unknown.</summary>
    AlgorithmNotOffered,

    /// <summary>The header brings its own key: <c>jwk</c>, <c>jku</c>, <c>x5u</c>, <c>x5c</c>.</summary>
    KeyInHeader,

    /// <summary><c>crit</c> or <c>b64</c>: extensions this product does not use.</summary>
    ExtensionNotOffered,

    /// <summary><c>kid</c> is missing, malformed or names none of our keys.</summary>
    KeyUnknown,

    /// <summary>The header's <c>alg</c> is not the one the key record fixes.</summary>
    AlgorithmMismatch,

    /// <summary>The signature does not verify.</summary>
    SignatureWrong,

    /// <summary><c>typ</c> is not the one of this kind of token.</summary>
    TypeMismatch,

    /// <summary>The payload is not a JSON object, or a registered claim has the wrong type.</summary>
    ClaimsMalformed,

    IssuerMismatch,
    AudienceMismatch,
    Expired,
    NotYetValid,
}
