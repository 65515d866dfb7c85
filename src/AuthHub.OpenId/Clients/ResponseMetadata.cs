using AuthHub.Jose;
using AuthHub.OpenId.Requests;

namespace AuthHub.OpenId.Clients;

/// <summary>
/// Which answers an app may ask for and how they may travel: <c>response_types</c> (OpenID Connect Registration section 2) and our own
/// <c>response_modes</c>. Without the latter, a type's default mode and <c>form_post</c> are open.
/// </summary>
internal static class ResponseMetadata
{
    public static void Read(MetadataReader members, Client client, OpenIdSettings settings)
    {
        var asked = members.Texts("response_types", 20);
        var types = asked.ConvertAll(ResponseType.Find);
        members.Require(!types.Contains(null), $"response_types may hold: {string.Join(", ", ResponseType.All.Select(t => t.Name))}.");
        if (types.Count == 0 && client.MayUse(Grants.GrantTypes.AuthorizationCode))
        {
            types = [ResponseType.Code];
        }

        client.Metadata.ResponseTypes = [.. types.OfType<ResponseType>().Distinct().Select(t => t.Name)];
        RequireGrants(members, client, [.. types.OfType<ResponseType>()]);
        client.Metadata.ResponseModes = members.SomeOf("response_modes", ResponseModes.All, []) is { Count: > 0 } modes ? modes : null;
        ReadSigned(members, client);
    }

    /// <summary>JARM section 3.</summary>
    private static void ReadSigned(MetadataReader members, Client client)
    {
        var signing = members.OneOf("authorization_signed_response_alg", [.. SignatureAlgorithm.Ours.Select(a => a.Name)], "");
        var (encryption, content) = EncryptedResponse.Read(members, client, "authorization");

        // Whoever wants it encrypted wants it signed: RS256 where nothing else is said.
        var signs = signing.Length > 0 || encryption is not null || client.Metadata.ResponseModes?.Exists(ResponseModes.IsSigned) == true;
        client.Metadata.AuthorizationSignedResponseAlg = signing.Length > 0 ? signing : signs ? SignatureAlgorithm.RS256.Name : null;
        (client.Metadata.AuthorizationEncryptedResponseAlg, client.Metadata.AuthorizationEncryptedResponseEnc) = (encryption, content);
    }

    private static void RequireGrants(MetadataReader members, Client client, List<ResponseType> types)
    {
        members.Require(!types.Exists(t => t.HasCode) || client.MayUse(Grants.GrantTypes.AuthorizationCode), "A response type with code needs the grant type authorization_code.");
        members.Require(types.Count == 0 || client.RedirectUris.Count > 0, "redirect_uris is empty, but response_types needs one.");

        // Section 2 of the registration wants the two lists to agree; RFC 7591 section 2.1 lets the server mend what is missing.
        if (types.Exists(t => t.HasIdToken) && !client.MayUse(Grants.GrantTypes.Implicit))
        {
            client.GrantTypes.Add(Grants.GrantTypes.Implicit);
        }
    }
}
