using System.Text.Json.Nodes;
using AuthHub.OpenId.Assertions;

namespace AuthHub.OpenId.Tests.Hosting;

/// <summary>Two issuers the provider trusts, and what they say (RFC 7523).</summary>
internal static class Vouching
{
    public const string Partner = "https://partner.example";

    public const string Office = "https://office.example";

    public const string KeysPath = "/partner-keys";

    /// <summary>An app of a partner's; no consent is asked.</summary>
    public const string Portal = """
        { "client_id": "portal", "client_secret": "s3cret-of-thirty-two-characters-x", "first_party": true, "scope": "openid profile tickets.read offline_access",
          "grant_types": ["urn:ietf:params:oauth:grant-type:jwt-bearer"] }
        """;

    /// <summary>The same, of strangers: people have to agree.</summary>
    public const string Annex = """
        { "client_id": "annex", "client_secret": "s3cret-of-thirty-two-characters-x", "scope": "openid profile", "grant_types": ["urn:ietf:params:oauth:grant-type:jwt-bearer"] }
        """;

    private const string Grant = "urn:ietf:params:oauth:grant-type:jwt-bearer";

    public static TestKey PartnerKey { get; } = new("partner-1");

    public static TestKey OfficeKey { get; } = new("office-1", "PS256");

    private static readonly Lazy<string> OfficeFile = new(() =>
    {
        var file = Path.Combine(AppContext.BaseDirectory, "office-keys.json");
        File.WriteAllText(file, TestKey.Jwks(OfficeKey));
        return file;
    });

    public static void Trust(OpenIdSettings settings, OutsideServer outside)
    {
        outside.Publish(KeysPath, TestKey.Jwks(PartnerKey));
        settings.TrustedIssuers.Add(new TrustedIssuer { Issuer = Partner, JwksUri = outside[KeysPath], Acr = "basic", Clients = { "portal", "annex" }, Scopes = { "openid", "profile", "offline_access" }, Subjects = { ["p-17"] = "alice", ["p-18"] = "nobody" } });
        settings.TrustedIssuers.Add(new TrustedIssuer { Issuer = Office, JwksFile = OfficeFile.Value, Acr = "medium", Clients = { "portal" }, Scopes = { "openid", "tickets.read" }, SubjectsAreUsernames = true });
    }

    public static JsonObject Claims(this ProviderHost host, string issuer = Partner, string subject = "p-17")
    {
        var now = host.Clock.GetUtcNow().ToUnixTimeSeconds();
        return new JsonObject { ["iss"] = issuer, ["sub"] = subject, ["aud"] = ProviderHost.Issuer, ["iat"] = now, ["exp"] = now + 60, ["jti"] = Guid.CreateVersion7().ToString() };
    }

    public static Exchange Bring(this ProviderHost host, string assertion, string client = "portal") =>
        new(host, "/connect/token", client) { Form = { ["grant_type"] = Grant, ["assertion"] = assertion } };
}
