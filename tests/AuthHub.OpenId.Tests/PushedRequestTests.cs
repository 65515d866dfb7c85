using System.Net;
using AuthHub.OpenId.Requests;
using AuthHub.OpenId.Tests.Hosting;
using AuthHub.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AuthHub.OpenId.Tests;

public sealed class PushedRequestTests(ProviderHost host) : IClassFixture<ProviderHost>
{
    private const string Address = "https://rp.example/cb";

    [Fact]
    public async Task A_pushed_request_is_answered_like_any_other()
    {
        var pushed = await PushAsync();

        Assert.Equal(HttpStatusCode.Created, pushed.Status);
        Assert.Equal("no-store", pushed.CacheControl);
        Assert.Equal(60, pushed.Json.GetProperty("expires_in").GetInt32());
        Assert.StartsWith("urn:ietf:params:oauth:request_uri:", pushed["request_uri"]);
        Assert.Equal(PushedRequest.Prefix.Length + 43, pushed["request_uri"].Length);
        var answer = (await OpenAsync(pushed)).RedirectTo(Address);
        Assert.Equal("af0ifjsldkj", answer["state"]);
        var exchange = new Exchange(host, "/connect/token", "helpdesk") { Form = { ["grant_type"] = "authorization_code", ["code"] = answer["code"], ["redirect_uri"] = Address, ["code_verifier"] = Stories.Verifier } };
        Assert.Equal("n-0S6_WzA2Mj", Stories.Part((await exchange.SendAsync())["id_token"], 1).GetProperty("nonce").GetString());
    }

    [Fact]
    public async Task Nothing_beside_a_request_uri_counts()
    {
        var pushed = await PushAsync();

        var answer = await host.GetAsync(AddressOf(pushed) + "&redirect_uri=https%3A%2F%2Frp.example%2Fcb%3Fx%3D1&state=other&scope=openid&prompt=none&response_mode=form_post", null);

        Assert.StartsWith("/sign-in", answer.Location);
        Assert.Empty(host.World.LastQuestion!.Prompts);
        Assert.Equal("af0ifjsldkj", (await OpenAsync(pushed)).RedirectTo(Address)["state"]);
    }

    [Fact]
    public async Task REQ_02_Until_it_is_answered_it_may_be_opened_again_and_then_never()
    {
        host.World.AddPerson("slow");
        var pushed = await PushAsync();
        var first = await OpenAsync(pushed, "slow");
        var second = await OpenAsync(pushed, "slow");
        Assert.StartsWith("/sign-in", first.Location);
        Assert.StartsWith("/sign-in", second.Location);
        host.World.SignIn("slow");

        Assert.Contains("code", (await ResumeAsync(first, "slow")).RedirectTo(Address).Keys);

        (await OpenAsync(pushed, "slow")).ShouldBeAnErrorPage();
        Assert.Equal("invalid_request_uri", (await ResumeAsync(second, "slow")).RedirectTo(Address)["error"]);
        Assert.Equal("invalid_request_uri", (await ResumeAsync(first, "slow")).RedirectTo(Address)["error"]);
    }

    [Fact]
    public async Task REQ_02_Of_twenty_at_once_one_gets_a_code()
    {
        var pushed = await PushAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => OpenAsync(pushed)));

        Assert.Single(answers, a => a.Location?.Contains("code=", StringComparison.Ordinal) == true);
        Assert.DoesNotContain(answers, a => (int)a.Status >= 500);
    }

    [Fact]
    public async Task REQ_02_After_its_time_it_is_gone_but_who_had_begun_may_finish()
    {
        host.World.AddPerson("thinking");
        var late = await PushAsync();
        var begun = await OpenAsync(late, "thinking");
        host.Clock.Advance(TimeSpan.FromSeconds(61));

        (await OpenAsync(late)).ShouldBeAnErrorPage();
        host.World.SignIn("thinking");
        Assert.Contains("code", (await ResumeAsync(begun, "thinking")).RedirectTo(Address).Keys);
    }

    [Fact]
    public async Task A_person_who_takes_an_hour_leads_back_to_the_app_to_push_again()
    {
        host.World.AddPerson("napping");
        var begun = await OpenAsync(await PushAsync(), "napping");
        host.Clock.Advance(TimeSpan.FromMinutes(61));
        host.World.SignIn("napping");

        Assert.Equal("invalid_request_uri", (await ResumeAsync(begun, "napping")).RedirectTo(Address)["error"]);
        var renewed = host.Services.GetRequiredService<PendingRequests>().Renew(begun.Location!["/sign-in?request=".Length..]);
        Assert.Equal("invalid_request_uri", (await host.GetAsync(PendingRequests.ResumeAddress(renewed!), "napping")).RedirectTo(Address)["error"]);
    }

    [Fact]
    public async Task REQ_02_Nobody_elses_request_can_be_opened()
    {
        var pushed = await PushAsync();

        (await host.GetAsync("/connect/authorize?client_id=stranger&request_uri=" + Uri.EscapeDataString(pushed["request_uri"]), "alice")).ShouldBeAnErrorPage();
        (await host.GetAsync("/connect/authorize?request_uri=" + Uri.EscapeDataString(pushed["request_uri"]), "alice")).ShouldBeAnErrorPage();
        (await host.GetAsync(AddressOf(pushed)[..^1], "alice")).ShouldBeAnErrorPage();
        (await host.GetAsync(AddressOf(pushed) + "x", "alice")).ShouldBeAnErrorPage();
        (await host.GetAsync(AddressOf(pushed) + "&request_uri=" + Uri.EscapeDataString(pushed["request_uri"]), "alice")).ShouldBeAnErrorPage();
    }

    [Theory]
    [InlineData("request_uri", "urn:ietf:params:oauth:request_uri:x", "invalid_request")]
    [InlineData("redirect_uri", "https://evil.example/cb", "invalid_request")]
    [InlineData("redirect_uri", "", "invalid_request")]
    [InlineData("response_type", "token", "unsupported_response_type")]
    [InlineData("response_type", "id_token", "unauthorized_client")]
    [InlineData("response_mode", "fragment", "invalid_request")]
    [InlineData("scope", "openid \"", "invalid_scope")]
    [InlineData("code_challenge_method", "plain", "invalid_request")]
    [InlineData("prompt", "none login", "invalid_request")]
    [InlineData("id_token_hint", "nonsense", "invalid_request")]
    [InlineData("client_id", "wiki", "invalid_request")]
    [InlineData("registration", "{}", "registration_not_supported")]
    public async Task RED_01_What_the_rules_refuse_cannot_be_pushed(string name, string value, string error)
    {
        var answer = await PushAsync(name, value);

        answer.ShouldBeRefusedWith(error);
        Assert.Null(answer.Location);
    }

    [Fact]
    public async Task RED_01_Every_case_of_the_redirect_list_is_judged_at_the_push()
    {
        foreach (var (registered, candidate, accept) in SharedVectors.RedirectCases("use").Where(c => !c.Registered.Any(r => r.Contains("127.0.0.1", StringComparison.Ordinal))))
        {
            var id = "par-" + string.Join(' ', registered).GetHashCode(StringComparison.Ordinal).ToString("x", System.Globalization.CultureInfo.InvariantCulture);
            await RegisterOnceAsync(id, registered);
            var exchange = Request();
            (exchange.BasicId, exchange.Form["client_id"], exchange.Form["redirect_uri"]) = (id, id, candidate);

            Assert.Equal(accept ? HttpStatusCode.Created : HttpStatusCode.BadRequest, (await exchange.SendAsync()).Status);
        }
    }

    [Fact]
    public async Task The_client_has_to_prove_itself()
    {
        var wrong = Request();
        wrong.BasicSecret = "wrong";
        (await wrong.SendAsync()).ShouldBeRefusedWith("invalid_client", HttpStatusCode.Unauthorized);
        var none = Request();
        none.BasicId = null;
        (await none.SendAsync()).ShouldBeRefusedWith("invalid_client", HttpStatusCode.Unauthorized);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, (await host.GetAsync("/connect/par")).Status);
        var query = Request();
        query.Path += "?client_id=helpdesk";
        (await query.SendAsync()).ShouldBeRefusedWith("invalid_request");
    }

    [Fact]
    public async Task What_proves_the_client_is_not_kept()
    {
        var exchange = new Exchange(host, "/connect/par", null);
        foreach (var (name, value) in Stories.AuthorizationRequest("stranger"))
        {
            exchange.Form[name] = value;
        }

        exchange.Form["client_secret"] = ProviderHost.Secret;
        var pushed = await exchange.SendAsync();

        Assert.Equal(HttpStatusCode.Created, pushed.Status);
        await host.InScopeAsync<IPushedRequests>(async requests =>
        {
            var row = await requests.FindAsync(PushedRequest.HashOf(pushed["request_uri"]), host.Clock.GetUtcNow(), CancellationToken.None);
            Assert.DoesNotContain("client_secret", host.Services.GetRequiredService<PendingRequests>().Open(row!.Sealed)!.Parameters.Keys);
        });
    }

    [Fact]
    public async Task A_client_that_has_to_push_cannot_ask_through_the_browser()
    {
        await host.RegisterAsync(Apps.Helpdesk.Replace("\"client_id\": \"helpdesk\"", "\"client_id\": \"pusher\", \"require_pushed_authorization_requests\": true", StringComparison.Ordinal));
        var request = Stories.AuthorizationRequest();
        request["client_id"] = "pusher";
        Assert.Equal("invalid_request", (await host.AuthorizeAsync(request)).RedirectTo(Address)["error"]);

        var exchange = Request();
        exchange.BasicId = "pusher";
        exchange.Form.Remove("client_id");
        var pushed = await exchange.SendAsync();

        Assert.Contains("code", (await host.GetAsync("/connect/authorize?client_id=pusher&request_uri=" + Uri.EscapeDataString(pushed["request_uri"]), "alice")).RedirectTo(Address).Keys);
    }

    [Fact]
    public async Task Size_and_number_are_bounded()
    {
        (await PushAsync("state", new string('x', 6_000))).ShouldBeRefusedWith("invalid_request", HttpStatusCode.RequestEntityTooLarge);
        (await PushAsync("state", new string('x', 20_000))).ShouldBeRefusedWith("invalid_request", HttpStatusCode.RequestEntityTooLarge);

        await host.InScopeAsync<IPushedRequests>(async requests =>
        {
            var now = host.Clock.GetUtcNow();
            PushedRequest Make(string name) => new() { Hash = PushedRequest.HashOf(name), ClientId = "crowd", Sealed = "x", ExpiresAt = now + TimeSpan.FromSeconds(60) };
            Assert.True(await requests.AddAsync(Make("1"), 2, now, CancellationToken.None));
            Assert.True(await requests.AddAsync(Make("2"), 2, now, CancellationToken.None));
            Assert.False(await requests.AddAsync(Make("3"), 2, now, CancellationToken.None));
            Assert.False(await requests.AddAsync(Make("3"), 2, now + TimeSpan.FromSeconds(59), CancellationToken.None));
            Assert.True(await requests.AddAsync(Make("3"), 2, now + TimeSpan.FromSeconds(60), CancellationToken.None));
        });
    }

    [Fact]
    public async Task Housekeeping_forgets_what_has_expired_and_nothing_else()
    {
        await PushAsync();
        host.Clock.Advance(TimeSpan.FromSeconds(61));
        var kept = await PushAsync();
        await using var scope = host.Services.CreateAsyncScope();
        foreach (var job in scope.ServiceProvider.GetServices<IHousekeeping>())
        {
            await job.DeleteExpiredAsync(host.Clock.GetUtcNow(), CancellationToken.None);
        }

        Assert.False(await scope.ServiceProvider.GetRequiredService<AuthHubDb>().Set<PushedRequest>().AnyAsync(r => r.ExpiresAt < host.Clock.GetUtcNow()));
        Assert.Contains("code", (await OpenAsync(kept)).RedirectTo(Address).Keys);
    }

    private static string AddressOf(Answer pushed) => "/connect/authorize?client_id=helpdesk&request_uri=" + Uri.EscapeDataString(pushed["request_uri"]);

    private Exchange Request()
    {
        var exchange = new Exchange(host, "/connect/par", "helpdesk");
        foreach (var (name, value) in Stories.AuthorizationRequest())
        {
            exchange.Form[name] = value;
        }

        return exchange;
    }

    private Task<Answer> PushAsync(string? name = null, string? value = null)
    {
        var exchange = Request();
        if (name is not null)
        {
            exchange.Form[name] = value!;
        }

        return exchange.SendAsync();
    }

    private Task<Answer> OpenAsync(Answer pushed, string person = "alice") => host.GetAsync(AddressOf(pushed), person);

    private Task<Answer> ResumeAsync(Answer needs, string person) => host.GetAsync(PendingRequests.ResumeAddress(needs.Location!["/sign-in?request=".Length..]), person);

    private async Task RegisterOnceAsync(string id, IEnumerable<string> redirectUris)
    {
        await using var scope = host.Services.CreateAsyncScope();
        if (await scope.ServiceProvider.GetRequiredService<Clients.IClients>().FindAsync(id, CancellationToken.None) is null)
        {
            await host.RegisterAsync(System.Text.Json.JsonSerializer.Serialize(new { client_id = id, client_secret = ProviderHost.Secret, first_party = true, redirect_uris = redirectUris }));
        }
    }
}
