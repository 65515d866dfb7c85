namespace AuthHub.OpenId.Clients;

/// <summary>OpenID Connect Registration section 2, <c>application_type</c>.</summary>
public static class ApplicationTypes
{
    public const string Web = "web";
    public const string Native = "native";
}
