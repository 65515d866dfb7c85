using AuthHub.OpenId.Grants;

namespace AuthHub.OpenId.Clients;

/// <summary>What an operator lets an app exchange: our own <c>token_exchange_from</c>, <c>token_exchange_audiences</c>, <c>token_exchange_impersonate</c>.</summary>
internal static class ExchangeMetadata
{
    public static IReadOnlyList<string> Members { get; } = ["token_exchange_from", "token_exchange_audiences", "token_exchange_impersonate"];

    public static void Read(MetadataReader members, Client client, OpenIdSettings settings)
    {
        var rights = new ExchangeRights
        {
            From = members.Texts(Members[0], 100) is { Count: > 0 } from ? from : null,
            Audiences = members.Texts(Members[1], 100) is { Count: > 0 } audiences ? audiences : null,
            Impersonates = members.Flag(Members[2], false),
        };
        client.Metadata.Exchange = rights == new ExchangeRights() ? null : rights;
        members.Require(!client.IsPublic || !client.MayUse(GrantTypes.TokenExchange), "token-exchange is only for clients that prove themselves.");
        members.Require(client.Metadata.Exchange is null || client.MayUse(GrantTypes.TokenExchange), "Members about token exchange need the grant type token-exchange.");
    }
}
