using System.Net;
using AuthHub.OpenId.Tests.Hosting;

namespace AuthHub.OpenId.Tests;

public sealed class ClientAuthenticationTests(ProviderHost host) : IClassFixture<ProviderHost>
{
    [Fact]
    public async Task CLI_01_A_confidential_client_is_nothing_without_its_secret()
    {
        var exchange = await host.CodeExchangeAsync();
        exchange.BasicId = null;
        exchange.Form["client_id"] = "helpdesk";
        (await exchange.SendAsync()).ShouldBeRefusedWith("invalid_client", HttpStatusCode.Unauthorized);

        exchange.Form["client_secret"] = "";
        (await exchange.SendAsync()).ShouldBeRefusedWith("invalid_client", HttpStatusCode.Unauthorized);

        exchange.BasicId = "helpdesk";
        foreach (var secret in new[] { "", "wrong", ProviderHost.Secret + "x", ProviderHost.Secret[..^1] })
        {
            exchange.BasicSecret = secret;
            var answer = await exchange.SendAsync();
            answer.ShouldBeRefusedWith("invalid_client", HttpStatusCode.Unauthorized);
            Assert.StartsWith("Basic", answer.Challenge);
        }
    }

    [Fact]
    public async Task CLI_02_Only_the_registered_method_counts()
    {
        var post = await host.CodeExchangeAsync();
        post.BasicId = null;
        post.Form["client_id"] = "helpdesk";
        post.Form["client_secret"] = ProviderHost.Secret;
        (await post.SendAsync()).ShouldBeRefusedWith("invalid_client", HttpStatusCode.Unauthorized);

        var both = await host.CodeExchangeAsync();
        both.Form["client_secret"] = ProviderHost.Secret;
        (await both.SendAsync()).ShouldBeRefusedWith("invalid_client", HttpStatusCode.Unauthorized);

        var none = await host.CodeExchangeAsync("phone");
        none.Form["client_secret"] = "anything";
        (await none.SendAsync()).ShouldBeRefusedWith("invalid_client", HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_client_may_post_its_secret_when_it_registered_so()
    {
        var tokens = await host.TokensAsync("stranger");

        Assert.Equal("PS256", Stories.Part(tokens["id_token"], 0).GetProperty("alg").GetString());
    }

    [Fact]
    public async Task TOK_21_Client_id_in_header_and_body_must_agree()
    {
        var exchange = await host.CodeExchangeAsync();
        exchange.Form["client_id"] = "wiki";
        (await exchange.SendAsync()).ShouldBeRefusedWith("invalid_request");

        exchange.Form["client_id"] = "helpdesk";
        Assert.Equal(HttpStatusCode.OK, (await exchange.SendAsync()).Status);
    }

    [Theory]
    [InlineData("Basic")]
    [InlineData("Basic ")]
    [InlineData("Basic !!!")]
    [InlineData("Basic aGVscGRlc2s=")]
    [InlineData("Basic OnNlY3JldA==")]
    [InlineData("Basic JTAwOiUwMA==")]
    [InlineData("Basic //79Og==")]
    [InlineData("Bearer x")]
    [InlineData("Negotiate x")]
    public async Task A_broken_header_is_no_authentication(string header)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/connect/token") { Content = new FormUrlEncodedContent([new("grant_type", "client_credentials")]) };
        request.Headers.TryAddWithoutValidation("Authorization", header);
        using var response = await host.Http.SendAsync(request);

        (await Answer.OfAsync(response)).ShouldBeRefusedWith("invalid_client", HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Printable_characters_in_id_and_secret_survive_form_encoding()
    {
        await host.RegisterAsync("""{ "client_id": "od:d+ id%", "client_secret": "a b+c%20:d&e=f/\"~", "grant_types": ["client_credentials"], "scope": "x" }""");
        var exchange = new Exchange(host, "/connect/token", "od:d+ id%") { BasicSecret = "a b+c%20:d&e=f/\"~", Form = { ["grant_type"] = "client_credentials" } };

        Assert.Equal(HttpStatusCode.OK, (await exchange.SendAsync()).Status);
    }

    [Fact]
    public async Task CLI_14_An_id_in_another_case_is_another_client()
    {
        var exchange = await host.CodeExchangeAsync();
        exchange.BasicId = "Helpdesk";

        (await exchange.SendAsync()).ShouldBeRefusedWith("invalid_client", HttpStatusCode.Unauthorized);
    }
}
