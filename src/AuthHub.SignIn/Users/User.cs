namespace AuthHub.SignIn.Users;

/// <summary>A person who can sign in. The claims of tokens come from here; what she proves with lives on her authenticators.</summary>
public sealed class User
{
    public required Guid Id { get; init; }

    /// <summary>The name as typed by whoever created the account; shown to people.</summary>
    public required string Username { get; set; }

    /// <summary><see cref="Username"/> in the one form in which names are compared (<see cref="Identifier.Canonical"/>); unique.</summary>
    public required string CanonicalUsername { get; set; }

    public string? Email { get; set; }

    /// <summary><see cref="Email"/> in canonical form; unique where present.</summary>
    public string? CanonicalEmail { get; set; }

    public bool EmailVerified { get; set; }

    /// <summary>The name as the person writes it; every letter is kept.</summary>
    public required string DisplayName { get; set; }

    /// <summary><see cref="DisplayName"/> in plain letters, for searching; follows it wherever it is stored.</summary>
    public string SearchName
    {
        get => Folding.Of(DisplayName);
        private set => _ = value;
    }

    /// <summary>BCP 47 tag of the language for mails and messages.</summary>
    public string Locale { get; set; } = "en";

    public List<string> Roles { get; set; } = [];

    /// <summary>Who the account belongs to: <c>external</c> or <c>staff</c>.</summary>
    public string Type { get; set; } = "external";

    public bool Disabled { get; set; }

    /// <summary>Rises with every change of password, authenticators, address or status; whatever carries an older stamp is dead (law L11).</summary>
    public int SecurityVersion { get; set; }

    public DateTimeOffset CreatedAt { get; init; }

    public bool IsAdministrator => Roles.Contains(WellKnownRoles.Administrator);
}
