using System.Net;

namespace AuthHub.OpenId.Tests.Hosting;

/// <summary>Apps that exchange tokens (RFC 8693), and how they ask.</summary>
internal static class Exchanges
{
    public const string AccessToken = "urn:ietf:params:oauth:token-type:access_token";

    private const string Grant = "urn:ietf:params:oauth:grant-type:token-exchange";

    /// <summary>An API that the helpdesk calls and that calls the ledger; one that may act as the person; and one nobody gave any right.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        App("api", """ "token_exchange_from": ["helpdesk"], "token_exchange_audiences": ["ledger", "gone"], """, "openid profile tickets.read"),
        App("ledger", """ "token_exchange_audiences": ["api"], """, "openid profile"),
        App("twin", """ "token_exchange_from": ["helpdesk"], "token_exchange_impersonate": true, """, "openid profile email"),
        App("nosy", "", "openid profile email"),
    ];

    /// <summary>A valid exchange of somebody's token by the API.</summary>
    public static Exchange TokenExchange(this ProviderHost host, string subjectToken, string client = "api") => new(host, "/connect/token", client)
    {
        Form = { ["grant_type"] = Grant, ["subject_token"] = subjectToken, ["subject_token_type"] = AccessToken },
    };

    public static async Task<Answer> ExchangeAsync(this ProviderHost host, string subjectToken, string client = "api", string? audience = null, string? scope = null)
    {
        var exchange = host.TokenExchange(subjectToken, client);
        if (audience is not null)
        {
            exchange.Form["audience"] = audience;
        }

        if (scope is not null)
        {
            exchange.Form["scope"] = scope;
        }

        var answer = await exchange.SendAsync();
        Assert.True(answer.Status == HttpStatusCode.OK, answer.Text);
        return answer;
    }

    /// <summary>A token of the client itself.</summary>
    public static async Task<string> OwnTokenAsync(this ProviderHost host, string client) =>
        (await new Exchange(host, "/connect/token", client) { Form = { ["grant_type"] = "client_credentials" } }.SendAsync())["access_token"];

    private static string App(string id, string rights, string scope) => $$"""
        { "client_id": "{{id}}", "client_secret": "s3cret-of-thirty-two-characters-x", "client_name": "{{id}}", "first_party": true, {{rights}}
          "grant_types": ["{{Grant}}", "client_credentials"], "scope": "{{scope}} own.{{id}}" }
        """;
}
