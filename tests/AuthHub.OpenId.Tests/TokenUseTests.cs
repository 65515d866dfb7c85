using System.Net;
using AuthHub.OpenId.Tests.Hosting;

namespace AuthHub.OpenId.Tests;

public sealed class TokenUseTests(ProviderHost host) : IClassFixture<ProviderHost>
{
    [Theory]
    [InlineData("GET")]
    [InlineData("POST")]
    public async Task S_063_Userinfo_answers_with_bare_json(string method)
    {
        var tokens = await host.TokensAsync();

        var answer = await host.GetAsync("/connect/userinfo", bearer: tokens["access_token"], method: new HttpMethod(method));

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal("application/json", answer.ContentType);
        Assert.Equal(Stories.Part(tokens["id_token"], 1).GetProperty("sub").GetString(), answer["sub"]);
        Assert.Equal("Jānis Bērziņš", answer["name"]);
        Assert.Contains("Jānis Bērziņš", answer.Text, StringComparison.Ordinal);
        Assert.True(answer.Json.GetProperty("email_verified").GetBoolean());
        Assert.False(answer.Json.TryGetProperty("groups", out _));
    }

    [Fact]
    public async Task S_058_A_person_without_name_is_called_by_her_subject()
    {
        host.World.AddPerson("nameless", ("name", ""));
        host.World.SignIn("nameless");
        var tokens = await host.TokensAsync(person: "nameless");

        Assert.Equal("nameless", (await host.UserInfoAsync(tokens["access_token"]))["name"]);
    }

    [Fact]
    public async Task S_065_Groups_are_an_array()
    {
        var tokens = await host.TokensAsync(change: r => r["scope"] = "openid groups");

        Assert.Equal("""["desk","night"]""", (await host.UserInfoAsync(tokens["access_token"])).Json.GetProperty("groups").GetRawText());
    }

    [Fact]
    public async Task TOK_25_Userinfo_takes_nothing_but_a_live_access_token_in_the_header()
    {
        var tokens = await host.TokensAsync();
        var access = tokens["access_token"];
        foreach (var bad in new[] { tokens["id_token"], tokens["refresh_token"], access + "x", access[..^1], access + "=", access.Replace('.', ' '), "", "a.b.c", new string('a', 7000) })
        {
            var refused = await host.GetAsync("/connect/userinfo", bearer: bad);
            Assert.Equal(HttpStatusCode.Unauthorized, refused.Status);
            Assert.StartsWith("Bearer", refused.Challenge);
        }

        Assert.Equal("Bearer, DPoP algs=\"ES256 PS256 RS256 ES384 ES512\"", (await host.GetAsync("/connect/userinfo")).Challenge);
        Assert.Equal(HttpStatusCode.Unauthorized, (await host.GetAsync("/connect/userinfo?access_token=" + access)).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await host.GetAsync("/connect/userinfo?access_token=" + access, bearer: access)).Status);
        var inBody = new Exchange(host, "/connect/userinfo", null) { Form = { ["access_token"] = access } };
        Assert.Equal(HttpStatusCode.Unauthorized, (await inBody.SendAsync()).Status);

        host.Clock.Advance(TimeSpan.FromMinutes(16));
        Assert.Equal(HttpStatusCode.Unauthorized, (await host.UserInfoAsync(access)).Status);
    }

    [Fact]
    public async Task TOK_25_Userinfo_needs_scope_openid()
    {
        var tokens = await host.TokensAsync(change: r => r["scope"] = "email");

        Assert.False(tokens.Json.TryGetProperty("id_token", out _));
        (await host.UserInfoAsync(tokens["access_token"])).ShouldBeRefusedWith("insufficient_scope", HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Introspection_tells_the_owner_what_the_token_says()
    {
        var tokens = await host.TokensAsync();

        var access = await host.PostAsync("/connect/introspect", tokens["access_token"]);
        var refresh = await host.PostAsync("/connect/introspect", tokens["refresh_token"]);

        Assert.True(access.Json.GetProperty("active").GetBoolean());
        Assert.Equal("alice", access["sub"]);
        Assert.Equal("helpdesk", access["client_id"]);
        Assert.Equal("openid profile email roles", access["scope"]);
        Assert.True(refresh.Json.GetProperty("active").GetBoolean());
    }

    [Fact]
    public async Task TOK_23_Nobody_else_learns_anything_by_introspection()
    {
        var tokens = await host.TokensAsync();
        foreach (var token in new[] { tokens["access_token"], tokens["refresh_token"] })
        {
            Assert.Equal("""{"active":false}""", (await host.PostAsync("/connect/introspect", token, "wiki")).Text);
        }

        Assert.Equal("""{"active":false}""", (await host.PostAsync("/connect/introspect", tokens["id_token"])).Text);
        Assert.Equal("""{"active":false}""", (await host.PostAsync("/connect/introspect", "nonsense")).Text);
        var asPhone = new Exchange(host, "/connect/introspect", null) { Form = { ["client_id"] = "phone", ["token"] = tokens["access_token"] } };
        (await asPhone.SendAsync()).ShouldBeRefusedWith("invalid_client", HttpStatusCode.Unauthorized);
    }

    [Theory]
    [InlineData("access_token")]
    [InlineData("refresh_token")]
    public async Task Revoking_any_token_ends_the_family(string which)
    {
        var tokens = await host.TokensAsync();

        Assert.Equal(HttpStatusCode.OK, (await host.PostAsync("/connect/revoke", tokens[which])).Status);

        (await host.RefreshAsync(tokens["refresh_token"])).ShouldBeRefusedWith("invalid_grant");
        Assert.Equal(HttpStatusCode.Unauthorized, (await host.UserInfoAsync(tokens["access_token"])).Status);
        Assert.Equal(HttpStatusCode.OK, (await host.PostAsync("/connect/revoke", tokens[which])).Status);
        Assert.Equal(HttpStatusCode.OK, (await host.PostAsync("/connect/revoke", "nonsense")).Status);
    }

    [Fact]
    public async Task A_token_of_another_client_cannot_be_revoked()
    {
        var tokens = await host.TokensAsync();

        (await host.PostAsync("/connect/revoke", tokens["refresh_token"], "wiki")).ShouldBeRefusedWith("unauthorized_client");
        (await host.PostAsync("/connect/revoke", tokens["access_token"], "wiki")).ShouldBeRefusedWith("unauthorized_client");

        Assert.Equal(HttpStatusCode.OK, (await host.RefreshAsync(tokens["refresh_token"])).Status);
    }

    [Fact]
    public async Task A_machine_gets_a_token_for_itself_and_can_revoke_it()
    {
        var exchange = Machine();

        var answer = await exchange.SendAsync();

        Assert.Equal("tickets.read tickets.write", answer["scope"]);
        Assert.Equal("machine", Stories.Part(answer["access_token"], 1).GetProperty("sub").GetString());
        Assert.False(answer.Json.TryGetProperty("refresh_token", out _));
        Assert.True((await host.PostAsync("/connect/introspect", answer["access_token"], "machine")).Json.GetProperty("active").GetBoolean());
        Assert.Equal(HttpStatusCode.Forbidden, (await host.UserInfoAsync(answer["access_token"])).Status);

        Assert.Equal(HttpStatusCode.OK, (await host.PostAsync("/connect/revoke", answer["access_token"], "machine")).Status);
        Assert.Equal(HttpStatusCode.OK, (await host.PostAsync("/connect/revoke", answer["access_token"], "machine")).Status);
        Assert.Equal("""{"active":false}""", (await host.PostAsync("/connect/introspect", answer["access_token"], "machine")).Text);
    }

    [Theory]
    [InlineData("tickets.read", "")]
    [InlineData("tickets.read openid", "invalid_scope")]
    [InlineData("admin", "invalid_scope")]
    [InlineData("tickets.READ", "invalid_scope")]
    [InlineData("*", "invalid_scope")]
    [InlineData("a\"b", "invalid_scope")]
    public async Task CON_04_A_machine_gets_registered_scopes_only(string scope, string error)
    {
        var exchange = Machine();
        exchange.Form["scope"] = scope;

        var answer = await exchange.SendAsync();

        if (error.Length == 0)
        {
            Assert.Equal(scope, answer["scope"]);
        }
        else
        {
            answer.ShouldBeRefusedWith(error);
        }
    }

    [Fact]
    public async Task A_client_may_use_its_registered_grants_only()
    {
        var exchange = Machine();
        exchange.BasicId = "helpdesk";
        (await exchange.SendAsync()).ShouldBeRefusedWith("unauthorized_client");

        exchange.Form["grant_type"] = "password";
        (await exchange.SendAsync()).ShouldBeRefusedWith("unsupported_grant_type");
    }

    [Theory]
    [InlineData("ES256")]
    [InlineData("PS256")]
    public async Task An_app_chooses_the_algorithm_of_its_id_tokens(string algorithm)
    {
        await host.RegisterAsync(Apps.Helpdesk.Replace("\"helpdesk\"", $"\"desk-{algorithm}\", \"id_token_signed_response_alg\": \"{algorithm}\"", StringComparison.Ordinal));
        var exchange = await host.CodeExchangeAsync(change: r => r["client_id"] = "desk-" + algorithm);
        exchange.BasicId = "desk-" + algorithm;

        Assert.Equal(algorithm, Stories.Part((await exchange.SendAsync())["id_token"], 0).GetProperty("alg").GetString());
    }

    private Exchange Machine() => new(host, "/connect/token", "machine") { Form = { ["grant_type"] = "client_credentials" } };
}
