namespace AuthHub.OpenId.Tokens;

/// <summary>The scopes this server knows, and the claims each stands for (OpenID Connect Core section 5.4).</summary>
public static class Scopes
{
    public const string OpenId = "openid";
    public const string Profile = "profile";
    public const string Email = "email";
    public const string Phone = "phone";
    public const string Address = "address";
    public const string OfflineAccess = "offline_access";
    public const string Roles = "roles";
    public const string Groups = "groups";

    public static IReadOnlyDictionary<string, IReadOnlyList<string>> Claims { get; } = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal)
    {
        [OpenId] = [],
        [Profile] =
        [
            "name", "given_name", "family_name", "middle_name", "nickname", "preferred_username", "profile", "picture", "website",
            "gender", "birthdate", "zoneinfo", "locale", "updated_at",
        ],
        [Email] = ["email", "email_verified"],
        [Phone] = ["phone_number", "phone_number_verified"],
        [Address] = ["address"],
        [OfflineAccess] = [],
        [Roles] = ["roles"],
        [Groups] = ["groups"],
    };

    /// <summary>In the order discovery lists them.</summary>
    public static IReadOnlyList<string> All { get; } = [OpenId, Profile, Email, Phone, Address, OfflineAccess, Roles, Groups];
}
