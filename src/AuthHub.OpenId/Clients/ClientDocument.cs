using System.Text.Json;
using System.Text.Json.Nodes;

namespace AuthHub.OpenId.Clients;

/// <summary>A client as RFC 7591 section 3.2.1 tells it: everything registered, under the names of the specifications.</summary>
public static class ClientDocument
{
    /// <param name="client">The client as stored.</param>
    /// <param name="secret">Its secret in clear, where it was made just now: it is shown once.</param>
    public static JsonObject Of(Client client, string? secret)
    {
        var members = new JsonObject
        {
            ["client_id"] = client.ClientId,
            ["client_id_issued_at"] = client.CreatedAt.ToUnixTimeSeconds(),
        };
        if (secret is not null)
        {
            members["client_secret"] = secret;
            members["client_secret_expires_at"] = 0;
        }

        members["client_name"] = client.Name;
        members["application_type"] = client.ApplicationType;
        members["redirect_uris"] = List(client.RedirectUris);
        members["post_logout_redirect_uris"] = List(client.PostLogoutRedirectUris);
        members["token_endpoint_auth_method"] = client.TokenEndpointAuthMethod;
        members["grant_types"] = List(client.GrantTypes);
        members["scope"] = string.Join(' ', client.Scopes);
        members["id_token_signed_response_alg"] = client.IdTokenSignedResponseAlg;
        members["contacts"] = List(client.Contacts);
        members["client_uri"] = client.ClientUri;
        members["logo_uri"] = client.LogoUri;
        members["require_pkce"] = client.RequirePkce;
        members["first_party"] = !client.ConsentRequired;
        members["demand"] = client.Demand;
        foreach (var (name, value) in JsonNode.Parse(client.Metadata.Write())!.AsObject())
        {
            members[name] = value?.DeepClone();
        }

        foreach (var name in members.Where(member => member.Value is null).Select(member => member.Key).ToList())
        {
            members.Remove(name);
        }

        return members;
    }

    private static JsonArray List(IEnumerable<string> texts) => [.. texts.Select(text => JsonValue.Create(text))];
}
