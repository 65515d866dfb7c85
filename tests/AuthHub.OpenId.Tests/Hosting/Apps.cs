using AuthHub.OpenId.Details;

namespace AuthHub.OpenId.Tests.Hosting;

/// <summary>The clients of the tests, as an operator would register them.</summary>
internal static class Apps
{
    /// <summary>C1: a confidential web app of the house, no consent.</summary>
    public const string Helpdesk = """
        { "client_id": "helpdesk", "client_secret": "s3cret-of-thirty-two-characters-x", "client_name": "Helpdesk", "first_party": true,
          "redirect_uris": ["https://rp.example/cb", "https://rp.example/cb?x=1"], "post_logout_redirect_uris": ["https://rp.example/bye"],
          "grant_types": ["authorization_code", "refresh_token"] }
        """;

    /// <summary>C2: a public native app.</summary>
    public const string Phone = """
        { "client_id": "phone", "client_name": "Phone", "application_type": "native", "token_endpoint_auth_method": "none",
          "redirect_uris": ["http://127.0.0.1/cb", "http://[::1]/cb", "com.example.app:/cb"], "grant_types": ["authorization_code", "refresh_token"] }
        """;

    /// <summary>C3: somebody else's confidential app; asks for consent, posts its secret, may not have phone numbers.</summary>
    public const string Stranger = """
        { "client_id": "stranger", "client_secret": "s3cret-of-thirty-two-characters-x", "client_name": "Stranger <b>", "token_endpoint_auth_method": "client_secret_post",
          "redirect_uris": ["https://stranger.example/cb"], "scope": "openid profile email", "id_token_signed_response_alg": "PS256" }
        """;

    /// <summary>An app that knows neither PKCE nor nonce (S-042), exempted by name.</summary>
    public const string Wiki = """
        { "client_id": "wiki", "client_secret": "s3cret-of-thirty-two-characters-x", "first_party": true, "require_pkce": false, "redirect_uris": ["https://wiki.example/oidc/callback"] }
        """;

    /// <summary>An app that asks for every answer there is, in every mode.</summary>
    public const string Hybrid = """
        { "client_id": "hybrid", "client_secret": "s3cret-of-thirty-two-characters-x", "first_party": true, "redirect_uris": ["https://hybrid.example/cb"],
          "grant_types": ["authorization_code", "implicit"], "response_types": ["code", "id_token code", "id_token", "none"], "response_modes": ["query", "fragment", "form_post"] }
        """;

    /// <summary>A type of authorization details, as an operator would register it.</summary>
    public static DetailType Payment { get; } = new()
    {
        Type = "payment",
        Words = "Pay {amount.value} {amount.currency} to {creditor}",
        Members =
        {
            new DetailMember { Name = "actions", Kind = DetailKind.Texts, Values = { "initiate", "status" } },
            new DetailMember
            {
                Name = "amount", Kind = DetailKind.Object, Required = true,
                Members = { new DetailMember { Name = "currency", Kind = DetailKind.Text, Required = true, Longest = 3 }, new DetailMember { Name = "value", Kind = DetailKind.Text, Required = true } },
            },
            new DetailMember { Name = "creditor", Kind = DetailKind.Text, Required = true },
            new DetailMember { Name = "urgent", Kind = DetailKind.Flag },
            new DetailMember { Name = "parts", Kind = DetailKind.Number },
            new DetailMember { Name = "notes", Kind = DetailKind.Objects, Members = { new DetailMember { Name = "text", Required = true } } },
        },
    };

    /// <summary>A program without people.</summary>
    public const string Machine = """
        { "client_id": "machine", "client_secret": "s3cret-of-thirty-two-characters-x", "grant_types": ["client_credentials"], "scope": "tickets.read tickets.write openid" }
        """;
}
