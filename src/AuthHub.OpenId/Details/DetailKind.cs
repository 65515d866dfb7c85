namespace AuthHub.OpenId.Details;

/// <summary>What the value of a member of authorization details is.</summary>
public enum DetailKind
{
    Text,
    Number,
    Flag,

    /// <summary>An array of texts.</summary>
    Texts,

    /// <summary>An object with members of its own.</summary>
    Object,

    /// <summary>An array of such objects.</summary>
    Objects,
}
