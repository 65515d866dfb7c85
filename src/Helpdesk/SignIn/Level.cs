namespace Helpdesk.SignIn;

/// <summary>How sure AuthHub is of the person, weakest first; its words are the values of <c>acr</c>.</summary>
public enum Level
{
    /// <summary>AuthHub said nothing, or a word we do not know: that counts for nothing.</summary>
    None,

    /// <summary>One proof, such as a password.</summary>
    Basic,

    /// <summary>Two proofs of different kinds.</summary>
    Medium,

    /// <summary>Two proofs, one of them bound to hardware.</summary>
    High,
}
