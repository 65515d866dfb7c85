using System.Net;
using System.Text.Json.Nodes;
using AuthHub.OpenId.Tests.Hosting;

namespace AuthHub.OpenId.Tests.Conformance;

/// <summary>The suite's relying party for FAPI-CIBA: signs its questions, proves itself by signature and its tokens by DPoP. Each has a person of its own, who is asked.</summary>
internal sealed class CibaParty
{
    private readonly ProviderHost _host;

    private CibaParty(ProviderHost host, bool pings) => (_host, Pings) = (host, pings);

    public string Id { get; } = "ciba-" + Guid.CreateVersion7().ToString("N");

    public string Person { get; } = "asked" + Guid.CreateVersion7().ToString("N");

    public bool Pings { get; }

    public TestKey Key { get; } = new("suite");

    public TestKey Holder { get; } = new("holder");

    public static async Task<CibaParty> RegisterAsync(ProviderHost host, bool pings = false)
    {
        var party = new CibaParty(host, pings);
        host.World.AddPerson(party.Person);
        host.World.SignIn(party.Person);
        var metadata = new JsonObject
        {
            ["client_id"] = party.Id,
            ["client_name"] = "Suite",
            ["first_party"] = true,
            ["grant_types"] = new JsonArray(Backchannels.Grant, "refresh_token"),
            ["backchannel_token_delivery_mode"] = pings ? "ping" : "poll",
            ["backchannel_authentication_request_signing_alg"] = "ES256",
            ["token_endpoint_auth_method"] = "private_key_jwt",
            ["token_endpoint_auth_signing_alg"] = "ES256",
            ["dpop_bound_access_tokens"] = true,
            ["scope"] = "openid profile offline_access",
            ["jwks"] = JsonNode.Parse(TestKey.Jwks(party.Key)),
        };
        if (pings)
        {
            metadata["backchannel_client_notification_endpoint"] = host.Outside[Backchannels.NotificationPath];
        }

        await host.RegisterAsync(metadata.ToJsonString());
        return party;
    }

    /// <summary>A question as a request object, unless the test spoils it.</summary>
    public string Question(Action<JsonObject>? claims = null, TestKey? key = null, Action<JsonObject>? header = null)
    {
        var now = _host.Clock.GetUtcNow().ToUnixTimeSeconds();
        var body = new JsonObject
        {
            ["iss"] = Id,
            ["aud"] = ProviderHost.Issuer,
            ["iat"] = now,
            ["nbf"] = now,
            ["exp"] = now + 300,
            ["jti"] = Guid.CreateVersion7().ToString(),
            ["scope"] = "openid offline_access",
            ["login_hint"] = Person,
        };
        if (Pings)
        {
            body["client_notification_token"] = Backchannels.NotificationToken;
        }

        claims?.Invoke(body);
        key ??= Key;
        var head = new JsonObject { ["alg"] = key.Algorithm, ["kid"] = Key.Kid };
        header?.Invoke(head);
        return key.Sign(body, head);
    }

    public Exchange Asking(string question, TestKey? key = null) => Prove(new Exchange(_host, "/connect/backchannel", null) { Form = { ["request"] = question } }, key);

    public Task<Answer> AskAsync(Action<JsonObject>? claims = null) => Asking(Question(claims)).SendAsync();

    public Exchange Redeeming(Answer asked, TestKey? key = null) =>
        Prove(new Exchange(_host, "/connect/token", null) { Form = { ["grant_type"] = Backchannels.Grant, ["auth_req_id"] = asked["auth_req_id"] } }, key);

    public Task<Answer> RedeemAsync(Answer asked) => Redeeming(asked).SendAsync(_host.Proof(Holder));

    /// <summary>Asks, the person says yes, tokens come.</summary>
    public async Task<Answer> SignInAsync(Action<JsonObject>? claims = null)
    {
        var asked = await AskAsync(claims);
        Assert.True(asked.Status == HttpStatusCode.OK, asked.Text);
        Assert.Equal(1, await _host.AnswerAllAsync(Person));
        var tokens = await RedeemAsync(asked);
        Assert.True(tokens.Status == HttpStatusCode.OK, tokens.Text);
        Assert.Equal(Id, Stories.Part(tokens["id_token"], 1).GetProperty("aud").GetString());
        return tokens;
    }

    public Exchange Prove(Exchange exchange, TestKey? key = null, Action<JsonObject>? claims = null)
    {
        var now = _host.Clock.GetUtcNow().ToUnixTimeSeconds();
        var body = new JsonObject { ["iss"] = Id, ["sub"] = Id, ["aud"] = ProviderHost.Issuer, ["jti"] = Guid.CreateVersion7().ToString(), ["iat"] = now, ["exp"] = now + 60 };
        claims?.Invoke(body);
        key ??= Key;
        exchange.Form["client_id"] = Id;
        exchange.Form["client_assertion_type"] = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
        exchange.Form["client_assertion"] = key.Sign(body, new JsonObject { ["alg"] = key.Algorithm, ["kid"] = Key.Kid });
        return exchange;
    }
}
