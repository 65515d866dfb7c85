namespace AuthHub.SignIn;

/// <summary>What a role demands of every sign-in of the people who have it.</summary>
public sealed class RolePolicy
{
    /// <summary>The least level, as an <c>acr</c> word.</summary>
    public string? Level { get; set; }

    /// <summary>The only second-factor methods that count; empty for any.</summary>
    public IList<string> Methods { get; } = [];
}
