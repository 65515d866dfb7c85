using AuthHub.OpenId.Clients;

namespace AuthHub.Demo.Clients;

/// <summary>A stored client as RFC 7591 section 3.2.1 answers it.</summary>
internal static class ClientAnswer
{
    public static IReadOnlyDictionary<string, object> Of(Client client, string? secret)
    {
        Dictionary<string, object?> members = new(StringComparer.Ordinal)
        {
            ["client_id"] = client.ClientId,
            ["client_id_issued_at"] = client.CreatedAt.ToUnixTimeSeconds(),
            ["client_secret"] = secret,
            ["client_secret_expires_at"] = secret is null ? null : 0,
            ["client_name"] = client.Name,
            ["application_type"] = client.ApplicationType,
            ["redirect_uris"] = client.RedirectUris,
            ["post_logout_redirect_uris"] = client.PostLogoutRedirectUris,
            ["token_endpoint_auth_method"] = client.TokenEndpointAuthMethod,
            ["grant_types"] = client.GrantTypes,
            ["response_types"] = client.RedirectUris.Count > 0 ? (string[])["code"] : [],
            ["scope"] = string.Join(' ', client.Scopes),
            ["id_token_signed_response_alg"] = client.IdTokenSignedResponseAlg,
            ["contacts"] = client.Contacts,
            ["client_uri"] = client.ClientUri,
            ["logo_uri"] = client.LogoUri,
            ["require_pkce"] = client.RequirePkce,
            ["first_party"] = !client.ConsentRequired,
            ["demand"] = client.Demand,
        };
        return members.Where(member => member.Value is not null).ToDictionary(member => member.Key, member => member.Value!, StringComparer.Ordinal);
    }
}
