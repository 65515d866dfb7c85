namespace AuthHub.Flows;

/// <summary>How much a set of proofs is worth. Its lower-case name is the <c>acr</c> value in requests and tokens (OpenID Connect Core section 2).</summary>
public enum Strength
{
    /// <summary>Nothing proved.</summary>
    None,

    /// <summary>One proof, such as the password alone.</summary>
    Basic,

    /// <summary>Two proofs of different factors, by different authenticators, over different channels.</summary>
    Medium,
}
