namespace AuthHub.Web.Pages.Admin;

/// <summary>The fields that say who somebody is to the organisation; the same for a new person and a known one.</summary>
public sealed record RoleFields(string? Type, string? Roles, bool IsAdministrator, IReadOnlyDictionary<string, string> Faults)
{
    public TextField Words => new("roles", Roles, 2000, Faults.GetValueOrDefault("roles")) { Required = false };
}
