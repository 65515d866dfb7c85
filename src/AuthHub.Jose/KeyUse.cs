namespace AuthHub.Jose;

/// <summary>What a public key is for (RFC 7517 section 4.2). No key serves both.</summary>
public enum KeyUse
{
    /// <summary><c>sig</c>.</summary>
    Signature,

    /// <summary><c>enc</c>.</summary>
    Encryption,
}
