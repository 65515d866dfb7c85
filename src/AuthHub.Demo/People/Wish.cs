namespace AuthHub.Demo.People;

/// <summary>A person somebody wants the demo to have, read and found sound.</summary>
internal sealed record Wish(string Username)
{
    public string? Email { get; init; }

    public string? Password { get; init; }

    /// <summary>Stands for the password: a PHC string made elsewhere.</summary>
    public string? PasswordHash { get; init; }

    public string DisplayName { get; init; } = Username;

    public string Locale { get; init; } = "en";

    public IReadOnlyList<string> Roles { get; init; } = [];

    public string Type { get; init; } = "external";

    public IReadOnlyList<WishedAuthenticator> Authenticators { get; init; } = [];
}

/// <summary>Something the person proves with already.</summary>
internal sealed record WishedAuthenticator(string Method, string Label, byte[] State, string? Hint = null, string? ExternalId = null);
