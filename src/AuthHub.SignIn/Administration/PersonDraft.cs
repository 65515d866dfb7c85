using AuthHub.SignIn.Users;

namespace AuthHub.SignIn.Administration;

/// <summary>A person as an administrator typed her; nothing of it is checked yet.</summary>
public sealed record PersonDraft(string? Username, string? DisplayName, string? Email, string? Type, string? Roles, bool IsAdministrator)
{
    private const int LongestName = 200;

    /// <summary>Whom accounts belong to.</summary>
    public static IReadOnlyList<string> Types { get; } = ["external", "staff"];

    /// <summary>The names of the fields that cannot be used as they are.</summary>
    public IReadOnlyList<string> Faults =>
    [
        .. new[]
        {
            Identifier.Canonical(OneLineText.Read(Username, Identifier.MaxLength)) is null ? "username" : null,
            OneLineText.Read(DisplayName, LongestName) is null ? "display-name" : null,
            Address is null || IsAddress(Address) ? null : "email",
            RoleWords.Read(Roles, IsAdministrator) is null ? "roles" : null,
            Type is not null && Types.Contains(Type) ? null : "type",
        }.OfType<string>(),
    ];

    private string? Address => string.IsNullOrWhiteSpace(Email) ? null : Email.Trim();

    /// <summary>The person; to be stored only where there are no <see cref="Faults"/>.</summary>
    public User Read(Guid id, DateTimeOffset now)
    {
        var username = OneLineText.Read(Username, Identifier.MaxLength) ?? "";
        return new User
        {
            Id = id,
            Username = username,
            CanonicalUsername = Identifier.Canonical(username) ?? "",
            Email = Address,
            CanonicalEmail = Identifier.Canonical(Address),
            DisplayName = OneLineText.Read(DisplayName, LongestName) ?? "",
            Roles = RoleWords.Read(Roles, IsAdministrator) ?? [],
            Type = Type ?? "",
            CreatedAt = now,
        };
    }

    private static bool IsAddress(string text) =>
        text.Length <= Identifier.MaxLength && Identifier.Canonical(text) is { } canonical
        && canonical.Split('@') is [{ Length: > 0 }, { Length: > 0 }];
}
