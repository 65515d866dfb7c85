using System.Text.Json;
using AuthHub.OpenId.Clients;
using AuthHub.OpenId.Tests.Hosting;
using Microsoft.Extensions.Options;

namespace AuthHub.OpenId.Tests;

public sealed class RegistrationTests
{
    private readonly ClientRegistration _registration = new(new SharedSecrets(new RunSealing()), new TestClock(), Options.Create(new OpenIdSettings { Issuer = "https://id.example.org" }));

    [Fact]
    public void The_defaults_are_those_of_the_standard_and_safe()
    {
        var accepted = Assert.IsType<RegistrationVerdict.Accepted>(Read("""{ "client_name": "X", "redirect_uris": ["https://rp.example/cb"] }"""));

        Assert.Equal("client_secret_basic", accepted.Client.TokenEndpointAuthMethod);
        Assert.Equal(["authorization_code"], accepted.Client.GrantTypes);
        Assert.True(accepted.Client.RequirePkce);
        Assert.True(accepted.Client.ConsentRequired);
        Assert.Equal("RS256", accepted.Client.IdTokenSignedResponseAlg);
        Assert.Equal(43, accepted.Secret!.Length);
        Assert.True(ClientSecret.Matches(accepted.Client.SecretHash, accepted.Secret));
        Assert.False(ClientSecret.Matches(accepted.Client.SecretHash, accepted.Secret + " "));
        Assert.False(ClientSecret.Matches(null, ""));
    }

    [Theory]
    [InlineData("""[]""")]
    [InlineData("""{}""")]
    [InlineData("""{ "redirect_uris": [] }""")]
    [InlineData("""{ "redirect_uris": "https://rp.example/cb" }""")]
    [InlineData("""{ "redirect_uris": [1] }""")]
    [InlineData("""{ "redirect_uris": ["https://rp.example/cb"], "grant_types": ["password"] }""")]
    [InlineData("""{ "redirect_uris": ["https://rp.example/cb"], "response_types": ["token"] }""")]
    [InlineData("""{ "redirect_uris": ["https://rp.example/cb"], "response_types": ["code token"] }""")]
    [InlineData("""{ "redirect_uris": ["https://rp.example/cb"], "response_types": ["code"], "grant_types": ["implicit"] }""")]
    [InlineData("""{ "grant_types": ["implicit"], "response_types": ["id_token"] }""")]
    [InlineData("""{ "redirect_uris": ["https://rp.example/cb"], "response_modes": ["web_message"] }""")]
    [InlineData("""{ "redirect_uris": ["https://rp.example/cb"], "authorization_signed_response_alg": "none" }""")]
    [InlineData("""{ "redirect_uris": ["https://rp.example/cb"], "authorization_encrypted_response_alg": "RSA-OAEP-256" }""")]
    [InlineData("""{ "redirect_uris": ["https://rp.example/cb"], "authorization_encrypted_response_alg": "RSA1_5", "jwks_uri": "https://rp.example/jwks" }""")]
    [InlineData("""{ "redirect_uris": ["https://rp.example/cb"], "authorization_encrypted_response_enc": "A256GCM" }""")]
    [InlineData("""{ "redirect_uris": ["https://rp.example/cb"], "request_object_signing_alg": "none" }""")]
    [InlineData("""{ "redirect_uris": ["https://rp.example/cb"], "request_object_signing_alg": "HS256" }""")]
    [InlineData("""{ "redirect_uris": ["https://rp.example/cb"], "require_signed_request_object": true }""")]
    [InlineData("""{ "redirect_uris": ["https://rp.example/cb"], "request_uris": ["http://rp.example/r"] }""")]
    [InlineData("""{ "redirect_uris": ["https://rp.example/cb"], "request_uris": ["urn:ietf:params:oauth:request_uri:x"] }""")]
    [InlineData("""{ "redirect_uris": ["https://rp.example/cb"], "require_pushed_authorization_requests": "yes" }""")]
    [InlineData("""{ "redirect_uris": ["https://rp.example/cb"], "token_endpoint_auth_method": "magic" }""")]
    [InlineData("""{ "redirect_uris": ["https://rp.example/cb"], "id_token_signed_response_alg": "none" }""")]
    [InlineData("""{ "redirect_uris": ["https://rp.example/cb"], "logo_uri": "javascript:alert(1)" }""")]
    [InlineData("""{ "redirect_uris": ["https://rp.example/cb"], "require_pkce": "no" }""")]
    [InlineData("""{ "redirect_uris": ["https://rp.example/cb"], "client_id": "0b3f1a52-6d3e-4a87-9a63-1d2f4c5b6a70" }""")]
    [InlineData("""{ "redirect_uris": ["https://rp.example/cb"], "client_id": "ādm" }""")]
    [InlineData("""{ "redirect_uris": ["https://rp.example/cb"], "client_name": "a\u0000b" }""")]
    [InlineData("""{ "redirect_uris": ["https://rp.example/cb"], "client_name": "\ud800" }""")]
    [InlineData("""{ "redirect_uris": ["https://rp.example/cb"], "token_endpoint_auth_method": "none", "require_pkce": false }""")]
    [InlineData("""{ "grant_types": ["client_credentials"], "token_endpoint_auth_method": "none" }""")]
    [InlineData("""{ "grant_types": ["client_credentials"], "scope": "a\"b" }""")]
    public void What_does_not_fit_is_refused_with_reasons(string metadata) =>
        Assert.NotEmpty(Assert.IsType<RegistrationVerdict.Refused>(Read(metadata)).Reasons);

    [Fact]
    public void Response_types_are_kept_in_one_order_and_bring_their_grant()
    {
        var client = Assert.IsType<RegistrationVerdict.Accepted>(Read("""{ "redirect_uris": ["https://rp.example/cb"], "response_types": ["id_token code", "code id_token", "none"] }""")).Client;

        Assert.Equal(["code id_token", "none"], client.Metadata.ResponseTypes);
        Assert.Equal(["authorization_code", "implicit"], client.GrantTypes);
        Assert.Null(client.Metadata.ResponseModes);
    }

    [Fact]
    public void RED_02_Every_registration_case_of_the_redirect_list()
    {
        foreach (var (_, candidate, accept) in SharedVectors.RedirectCases("register"))
        {
            Assert.True(accept == (RedirectUris.WhyNot(candidate, ApplicationTypes.Web, localAllowed: false) is null), candidate);
        }
    }

    [Theory]
    [InlineData("https://rp.example/cb?response=x")]
    [InlineData("https://rp.example/cb?a=1&CODE=x")]
    [InlineData("https://rp.example/cb?%63ode=x")]
    [InlineData("https:/rp.example/cb")]
    [InlineData("https:///rp.example/cb")]
    [InlineData("https://RP.example/cb")]
    [InlineData("https://rp.example\u3002evil.example/cb")]
    [InlineData("https://rp.example@evil.example/cb")]
    [InlineData("http://127.0.0.1.evil.example/cb")]
    [InlineData("https://0x7f000001/cb")]
    [InlineData("https://2130706433/cb")]
    [InlineData("file:///etc/passwd")]
    [InlineData("com.example.app:/cb")]
    [InlineData("http://localhost/cb")]
    public void RED_08_Tricks_cannot_be_registered_by_a_web_app(string uri) =>
        Assert.NotNull(RedirectUris.WhyNot(uri, ApplicationTypes.Web, localAllowed: false));

    [Theory]
    [InlineData("http://127.0.0.1/cb", ApplicationTypes.Native, false)]
    [InlineData("http://[::1]:5000/cb", ApplicationTypes.Native, false)]
    [InlineData("com.example.app:/cb", ApplicationTypes.Native, false)]
    [InlineData("http://localhost:7200/signin", ApplicationTypes.Web, true)]
    [InlineData("https://localhost:7200/signin", ApplicationTypes.Web, true)]
    [InlineData("https://rp.example:8443/cb?x=1&y=%20", ApplicationTypes.Web, false)]
    [InlineData("https://rp.example", ApplicationTypes.Web, false)]
    public void Honest_addresses_can_be_registered(string uri, string type, bool local) => Assert.Null(RedirectUris.WhyNot(uri, type, local));

    private RegistrationVerdict Read(string metadata)
    {
        using var document = JsonDocument.Parse(metadata);
        return _registration.Read(document.RootElement);
    }
}
