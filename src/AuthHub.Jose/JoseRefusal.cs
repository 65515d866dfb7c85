namespace AuthHub.Jose;

/// <summary>Why a signed or encrypted object or a key was refused; for logs and tests, never told to the sender.</summary>
public enum JoseRefusal
{
    /// <summary>Longer than <see cref="CompactJws.Longest"/>, or <see cref="JsonWebKeySet.Longest"/> for a set of keys.</summary>
    TooLong,

    /// <summary>Not three non-empty base64url parts; five for an encrypted object, where only the encrypted key may be empty.</summary>
    NotCompact,

    /// <summary>The header is not one JSON object in UTF-8 with each member once.</summary>
    HeaderMalformed,

    /// <summary><c>alg</c> is missing, none or unknown, or of another family than this kind of object has.</summary>
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

    /// <summary><c>enc</c> is missing or unknown.</summary>
    EncryptionNotOffered,

    /// <summary>The header's <c>enc</c> is none the key record fixes.</summary>
    EncryptionMismatch,

    /// <summary><c>zip</c>: compressed content can tell its length or be a bomb (RFC 8725 section 3.6).</summary>
    CompressionNotOffered,

    /// <summary>The header has parameters of an algorithm that is not offered: <c>p2s</c>, <c>p2c</c>, <c>iv</c>, <c>tag</c>.</summary>
    ParameterNotOffered,

    /// <summary><c>epk</c> is missing, out of place, private, on another curve than our key or beside its curve.</summary>
    EphemeralKeyWrong,

    /// <summary><c>apu</c> or <c>apv</c> is not base64url or too long.</summary>
    PartyInfoWrong,

    /// <summary>Encrypted key, initialization vector or tag has not the length its algorithm gives it.</summary>
    PartLengthWrong,

    /// <summary>It does not decrypt: wrong key, wrong tag or wrong padding, never told apart (RFC 7516 section 11.5).</summary>
    DecryptionFailed,

    /// <summary><c>cty</c> does not say that a JWT is inside.</summary>
    ContentTypeMismatch,

    /// <summary>A key is symmetric or has private members where only public ones may be.</summary>
    SecretShown,

    /// <summary>A key is too short, malformed or meant for something else.</summary>
    KeyUnfit,

    /// <summary>The document is not a JSON object with an array of objects called <c>keys</c>.</summary>
    KeySetMalformed,

    /// <summary>More than <see cref="JsonWebKeySet.MostKeys"/>.</summary>
    TooManyKeys,

    /// <summary>Two keys for one use have the same <c>kid</c>.</summary>
    KeyIdRepeated,
}
