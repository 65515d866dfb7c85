namespace AuthHub.OpenId.Keys;

/// <summary>The life of a signing key: published before it signs, signs, stays published until its last token has expired.</summary>
public static class KeyStates
{
    public const string Next = "next";
    public const string Current = "current";
    public const string Retired = "retired";
}
