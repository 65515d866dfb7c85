namespace AuthHub.OpenId.Clients;

/// <summary>What an app wants of every sign-in unless a request says otherwise (OpenID Connect Registration section 2).</summary>
internal static class SignInMetadata
{
    public static void Read(MetadataReader members, Client client, OpenIdSettings settings)
    {
        client.Metadata.DefaultMaxAge = members.Number("default_max_age", int.MaxValue);
        client.Metadata.RequireAuthTime = members.Flag("require_auth_time", false);
        client.Metadata.DefaultAcrValues = members.SomeOf("default_acr_values", [.. settings.AcrValues], []);
        client.Metadata.InitiateLoginUri = members.WebAddress("initiate_login_uri");
    }
}
