using AuthHub.OpenId.Clients;
using AuthHub.OpenId.Errors;
using AuthHub.OpenId.Grants;

namespace AuthHub.OpenId.Tokens;

/// <summary>What of the <c>scope</c> parameter a client may have when a person is to agree (RFC 6749 section 3.3).</summary>
internal static class RequestedScopes
{
    public static List<string> Require(Client client, string? text)
    {
        var asked = ScopeList.Read(text ?? "") ?? throw ProtocolError.InvalidScope.Because("scope missing or malformed");
        if (asked.Exists(s => Scopes.Claims.ContainsKey(s) && !client.Scopes.Contains(s)))
        {
            throw ProtocolError.InvalidScope.Because("scope not registered for this client");
        }

        // Unknown scopes are ignored (OpenID Connect Core section 3.1.2.1); offline access means nothing without refresh tokens (section 11).
        var granted = asked.FindAll(s => client.Scopes.Contains(s) && (s != Scopes.OfflineAccess || client.MayUse(GrantTypes.RefreshToken)));
        return granted.Count > 0 ? granted : throw ProtocolError.InvalidScope.Because("no known scope");
    }
}
