using AuthHub.SignIn.Users;

namespace AuthHub.SignIn.Administration;

/// <summary>A person as an administrator typed her; nothing of it is checked yet.</summary>
public sealed record PersonDraft(string? Username, string? DisplayName, string? Email, string? Type, string? Roles, bool IsAdministrator)
{
    /// <summary>Whom accounts belong to.</summary>
    public static IReadOnlyList<string> Types { get; } = ["external", "staff"];

    /// <summary>The person; or the name of the first field that cannot be used.</summary>
    public (User? User, string? Fault) Read(Guid id, DateTimeOffset now)
    {
        var username = OneLineText.Read(Username, Identifier.MaxLength);
        var email = string.IsNullOrWhiteSpace(Email) ? null : Email.Trim();
        var roles = RoleWords.Read(Roles, IsAdministrator);
        if (Identifier.Canonical(username) is not { } canonicalUsername)
        {
            return (null, "username");
        }

        if (OneLineText.Read(DisplayName, 200) is not { } displayName)
        {
            return (null, "display-name");
        }

        if (email is not null && !IsAddress(email))
        {
            return (null, "email");
        }

        if (roles is null)
        {
            return (null, "roles");
        }

        return Type is null || !Types.Contains(Type) ? (null, "type") : (new User
        {
            Id = id,
            Username = username!,
            CanonicalUsername = canonicalUsername,
            Email = email,
            CanonicalEmail = Identifier.Canonical(email),
            DisplayName = displayName,
            Roles = roles,
            Type = Type,
            CreatedAt = now,
        }, null);
    }

    private static bool IsAddress(string text) =>
        text.Length <= Identifier.MaxLength && Identifier.Canonical(text) is { } canonical
        && canonical.Split('@') is [{ Length: > 0 }, { Length: > 0 }];
}
