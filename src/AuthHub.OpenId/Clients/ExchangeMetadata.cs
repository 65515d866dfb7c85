namespace AuthHub.OpenId.Clients;

/// <summary>
/// What an operator lets an app do with tokens that are not its own (RFC 8693), in members of ours: nothing by default, and never by the app's
/// own word.
/// </summary>
internal static class ExchangeMetadata
{
    private const string From = "token_exchange_from";

    private const string Audiences = "token_exchange_audiences";

    private const string Impersonate = "token_exchange_impersonate";

    private const int Most = 100;

    public static IReadOnlyList<string> Members { get; } = [From, Audiences, Impersonate];

    public static void Read(MetadataReader members, Client client, OpenIdSettings settings)
    {
        client.Metadata.TokenExchangeFrom = members.Texts(From, Most) is { Count: > 0 } from ? from : null;
        client.Metadata.TokenExchangeAudiences = members.Texts(Audiences, Most) is { Count: > 0 } audiences ? audiences : null;
        client.Metadata.TokenExchangeImpersonate = members.Flag(Impersonate, false);
    }

    /// <summary>What an app says of itself anew leaves these as they were.</summary>
    public static void Keep(Client client, Client before)
    {
        client.Metadata.TokenExchangeFrom = before.Metadata.TokenExchangeFrom;
        client.Metadata.TokenExchangeAudiences = before.Metadata.TokenExchangeAudiences;
        client.Metadata.TokenExchangeImpersonate = before.Metadata.TokenExchangeImpersonate;
    }
}
