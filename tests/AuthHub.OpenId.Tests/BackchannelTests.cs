using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using AuthHub.OpenId.Clients;
using AuthHub.OpenId.CrossDevice;
using AuthHub.OpenId.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace AuthHub.OpenId.Tests;

/// <summary>Questions to people without a browser (CIBA Core), from the app's side.</summary>
public sealed class BackchannelTests(ProviderHost host) : IClassFixture<ProviderHost>, IAsyncLifetime
{
    /// <summary>Each test has a person who was not asked before: an hour and a bit goes by.</summary>
    public ValueTask InitializeAsync()
    {
        host.Clock.Advance(TimeSpan.FromMinutes(70));
        host.World.SignIn("alice");
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task A_person_is_asked_and_the_app_gets_tokens_when_she_says_yes()
    {
        var asked = await host.Ask().SendAsync();
        Assert.Equal((600, 5), (asked.Json.GetProperty("expires_in").GetInt32(), asked.Json.GetProperty("interval").GetInt32()));
        Assert.Matches("^[A-Za-z0-9_-]{43}$", asked["auth_req_id"]);
        (await host.AskOutcome(asked).SendAsync()).ShouldBeRefusedWith("authorization_pending");
        (await host.AskOutcome(asked).SendAsync()).ShouldBeRefusedWith("slow_down");
        Assert.True(await Backchannels.WithinAsync(() => host.World.Told.Contains(("alice", "till", "W4SCT"))));

        Assert.Equal(1, await host.AnswerAllAsync());
        var tokens = await host.AskOutcome(asked).SendAsync();

        Assert.Equal(HttpStatusCode.OK, tokens.Status);
        var claims = Stories.Part(tokens["id_token"], 1);
        Assert.Equal(("alice", "till"), (claims.GetProperty("sub").GetString(), claims.GetProperty("aud").GetString()));
        Assert.False(claims.TryGetProperty("urn:openid:params:jwt:claim:auth_req_id", out _));
        Assert.Equal("alice", (await host.UserInfoAsync(tokens["access_token"]))["sub"]);
        (await host.AskOutcome(asked).SendAsync()).ShouldBeRefusedWith("invalid_grant");
        Assert.Equal(HttpStatusCode.Unauthorized, (await host.UserInfoAsync(tokens["access_token"])).Status);
    }

    [Fact]
    public async Task A_no_and_no_answer_are_told_apart()
    {
        var refused = await host.Ask().SendAsync();
        Assert.Equal(1, await host.AnswerAllAsync(allow: false));
        (await host.AskOutcome(refused).SendAsync()).ShouldBeRefusedWith("access_denied");

        var request = host.Ask();
        request.Form["requested_expiry"] = "30";
        var waiting = await request.SendAsync();
        Assert.Equal(30, waiting.Json.GetProperty("expires_in").GetInt32());
        host.Clock.Advance(TimeSpan.FromSeconds(30));
        (await host.AskOutcome(waiting).SendAsync()).ShouldBeRefusedWith("expired_token");
        Assert.Equal(0, await host.AnswerAllAsync());
    }

    [Fact]
    public async Task XDV_03_The_outcome_is_for_the_client_that_asked_and_of_its_kind()
    {
        var asked = await host.Ask().SendAsync();
        await host.AnswerAllAsync();
        (await host.AskOutcome(asked, "courier").SendAsync()).ShouldBeRefusedWith("unauthorized_client");
        (await host.AskOutcome(asked, "helpdesk").SendAsync()).ShouldBeRefusedWith("unauthorized_client");
        var device = new Exchange(host, "/connect/token", "printer") { Form = { ["grant_type"] = "urn:ietf:params:oauth:grant-type:device_code", ["device_code"] = asked["auth_req_id"] } };
        (await device.SendAsync()).ShouldBeRefusedWith("invalid_grant");
        (await host.AskOutcome(asked, "notary").SendAsync()).ShouldBeRefusedWith("invalid_grant");
        (await host.AskOutcome(asked).SendAsync()).ShouldBeRefusedWith("invalid_grant");
        var none = host.AskOutcome(asked);
        none.Form.Remove("auth_req_id");
        (await none.SendAsync()).ShouldBeRefusedWith("invalid_request");
    }

    [Fact]
    public async Task XDV_03_Of_many_at_once_one_gets_tokens()
    {
        var asked = await host.Ask().SendAsync();
        await host.AnswerAllAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => host.AskOutcome(asked).SendAsync()));

        Assert.Single(answers, answer => answer.Status == HttpStatusCode.OK);
    }

    [Fact]
    public async Task XDV_05_Who_names_nobody_hears_the_same()
    {
        var (known, unknown) = (await host.Ask().SendAsync(), await host.Ask(hint: "nobody").SendAsync());

        Assert.Equal(known.Status, unknown.Status);
        Assert.Equal(known.Json.EnumerateObject().Select(one => one.Name), unknown.Json.EnumerateObject().Select(one => one.Name));
        Assert.Equal(known["auth_req_id"].Length, unknown["auth_req_id"].Length);
        (await host.AskOutcome(unknown).SendAsync()).ShouldBeRefusedWith("authorization_pending");
        foreach (var hint in (string[])["alice", "nobody"])
        {
            await host.Ask(hint: hint).SendAsync();
            await host.Ask(hint: hint).SendAsync();
            (await host.Ask(hint: hint).SendAsync()).ShouldBeRefusedWith("access_denied", HttpStatusCode.Forbidden);
        }
    }

    [Fact]
    public async Task XDV_05_One_person_is_not_asked_without_end()
    {
        host.World.AddPerson("kate");
        host.World.SignIn("kate");
        for (var i = 0; i < 10; i++)
        {
            Assert.Equal(HttpStatusCode.OK, (await host.Ask(hint: "kate").SendAsync()).Status);
            Assert.Equal(1, await host.AnswerAllAsync("kate", allow: false));
        }

        (await host.Ask(hint: "kate").SendAsync()).ShouldBeRefusedWith("access_denied", HttpStatusCode.Forbidden);
        (await host.Ask("pinger", "kate").SendAsync()).ShouldBeRefusedWith("access_denied", HttpStatusCode.Forbidden);
        Assert.Equal(HttpStatusCode.OK, (await host.Ask().SendAsync()).Status);
        host.Clock.Advance(TimeSpan.FromMinutes(61));
        Assert.Equal(HttpStatusCode.OK, (await host.Ask(hint: "kate").SendAsync()).Status);
    }

    [Fact]
    public async Task XDV_05_Nor_by_many_requests_at_once()
    {
        host.World.AddPerson("lars");

        var answers = await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => host.Ask(hint: "lars").SendAsync()));

        Assert.InRange(answers.Count(answer => answer.Status == HttpStatusCode.OK), 0, 3);
        Assert.All(answers.Where(answer => answer.Status != HttpStatusCode.OK), answer => answer.ShouldBeRefusedWith("access_denied", HttpStatusCode.Forbidden));
    }

    [Fact]
    public async Task XDV_05_Nobody_answers_for_another_person()
    {
        host.World.AddPerson("mona");
        host.World.SignIn("mona");
        await host.Ask().SendAsync();

        await host.InScopeAsync<CrossDeviceDecisions>(async decisions =>
        {
            var question = Assert.Single(await decisions.OfAsync("alice", CancellationToken.None));
            Assert.False(await decisions.AllowAsync(question, host.World.SignedIn("mona")!, CancellationToken.None));
            Assert.False(await decisions.DenyAsync(question, host.World.SignedIn("mona")!, CancellationToken.None));
            Assert.Empty(await decisions.OfAsync("mona", CancellationToken.None));
        });
    }

    [Theory]
    [InlineData("W4SCT", true)]
    [InlineData("Pay 12,50 € to Jānis & Co.", true)]
    [InlineData("1234567890123456789012345678901234567890123456789012345678901234", true)]
    [InlineData("12345678901234567890123456789012345678901234567890123456789012345", false)]
    [InlineData("<b>you</b>", false)]
    [InlineData("https://evil.example", false)]
    [InlineData("see www.evil.example", false)]
    [InlineData("two\nlines", false)]
    [InlineData("two  blanks", false)]
    [InlineData(" before", false)]
    [InlineData("re\u202Eordered", false)]
    [InlineData("hid\u200Bden", false)]
    [InlineData("a\u0304", false)]
    [InlineData("tab\there", false)]
    public async Task XDV_06_A_binding_message_is_one_short_plain_line(string message, bool isGood)
    {
        var request = host.Ask();
        request.Form["binding_message"] = message;

        var answer = await request.SendAsync();

        if (isGood)
        {
            Assert.Equal(HttpStatusCode.OK, answer.Status);
        }
        else
        {
            answer.ShouldBeRefusedWith("invalid_binding_message");
        }
    }

    [Theory]
    [InlineData("scope", "profile", "invalid_scope")]
    [InlineData("scope", "", "invalid_scope")]
    [InlineData("scope", "openid email", "invalid_scope")]
    [InlineData("login_hint", "", "invalid_request")]
    [InlineData("login_hint", "nobody could be called so", "unknown_user_id")]
    [InlineData("login_hint", "a\nb", "unknown_user_id")]
    [InlineData("id_token_hint", "x.y.z", "invalid_request")]
    [InlineData("login_hint_token", "x.y.z", "invalid_request")]
    [InlineData("requested_expiry", "0", "invalid_request")]
    [InlineData("requested_expiry", "-5", "invalid_request")]
    [InlineData("requested_expiry", "soon", "invalid_request")]
    public async Task A_request_that_is_not_right_is_refused(string name, string value, string error)
    {
        var request = host.Ask();
        request.Form[name] = value;

        (await request.SendAsync()).ShouldBeRefusedWith(error);
    }

    [Fact]
    public async Task CON_08_An_id_token_of_ours_for_this_client_is_a_hint_and_no_other()
    {
        await host.Ask().SendAsync();
        await host.AnswerAllAsync();
        var own = await host.Ask().SendAsync();
        await host.AnswerAllAsync();
        var idToken = (await host.AskOutcome(own).SendAsync())["id_token"];

        Assert.Equal(HttpStatusCode.OK, (await HintAsync("id_token_hint", idToken)).Status);
        (await HintAsync("id_token_hint", (await host.TokensAsync())["id_token"])).ShouldBeRefusedWith("unknown_user_id");
        (await HintAsync("id_token_hint", idToken + "x")).ShouldBeRefusedWith("unknown_user_id");
        (await HintAsync("login_hint_token", idToken)).ShouldBeRefusedWith("unknown_user_id");

        Task<Answer> HintAsync(string name, string value)
        {
            var request = host.Ask();
            request.Form.Remove("login_hint");
            request.Form[name] = value;
            return request.SendAsync();
        }
    }

    [Fact]
    public async Task Only_a_client_registered_for_it_that_proves_itself_asks()
    {
        (await host.Ask("helpdesk").SendAsync()).ShouldBeRefusedWith("unauthorized_client");
        var wrong = host.Ask();
        wrong.BasicSecret = "another secret that is as long as it";
        (await wrong.SendAsync()).ShouldBeRefusedWith("invalid_client", HttpStatusCode.Unauthorized);
    }

    [Theory]
    [InlineData("")]
    [InlineData("short")]
    [InlineData("with blanks in it, long enough as it is")]
    [InlineData("with=equals=in=the=middle=of=it")]
    public async Task Who_wants_to_be_told_gives_a_token_that_cannot_be_guessed(string token)
    {
        var request = host.Ask("pinger");
        request.Form["client_notification_token"] = token;
        (await request.SendAsync()).ShouldBeRefusedWith("invalid_request");
        request.Form["client_notification_token"] = new string('a', 1025);
        (await request.SendAsync()).ShouldBeRefusedWith("invalid_request");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task With_ping_the_client_is_told_that_there_is_an_outcome(bool allow)
    {
        var heard = host.Listen();
        var asked = await host.Ask("pinger").SendAsync();
        await host.AnswerAllAsync(allow: allow);

        Assert.True(await Backchannels.WithinAsync(() => !heard.IsEmpty));
        var (authorization, body) = Assert.Single(heard);
        Assert.Equal("Bearer " + Backchannels.NotificationToken, authorization);
        Assert.Equal($$"""{"auth_req_id":"{{asked["auth_req_id"]}}"}""", body.GetRawText());
        var outcome = await host.AskOutcome(asked, "pinger").SendAsync();
        Assert.Equal(allow ? HttpStatusCode.OK : HttpStatusCode.BadRequest, outcome.Status);
    }

    [Fact]
    public async Task A_client_that_does_not_listen_is_told_a_few_times_and_no_more()
    {
        var heard = host.Listen(_ => 500);
        await host.Ask("pinger").SendAsync();
        await host.AnswerAllAsync();
        var delivery = host.Services.GetRequiredService<BackchannelDelivery>();
        for (var i = 1; i <= 4; i++)
        {
            Assert.True(await Backchannels.WithinAsync(() => heard.Count == i), $"{heard.Count} instead of {i}");
            await Task.Delay(200);
            host.Clock.Advance(TimeSpan.FromMinutes(2));
            delivery.Deliver();
        }

        await Task.Delay(500);
        Assert.Equal(4, heard.Count);
    }

    [Fact]
    public async Task With_push_the_client_gets_tokens_tied_to_its_request()
    {
        var heard = host.Listen();
        var asked = await host.Ask("courier").SendAsync();
        Assert.False(asked.Json.TryGetProperty("interval", out _));
        await host.AnswerAllAsync();

        Assert.True(await Backchannels.WithinAsync(() => !heard.IsEmpty));
        var (authorization, body) = Assert.Single(heard);
        Assert.Equal("Bearer " + Backchannels.NotificationToken, authorization);
        Assert.Equal(asked["auth_req_id"], body.GetProperty("auth_req_id").GetString());
        Assert.Equal("Bearer", body.GetProperty("token_type").GetString());
        var (access, refresh) = (body.GetProperty("access_token").GetString()!, body.GetProperty("refresh_token").GetString()!);
        var claims = Stories.Part(body.GetProperty("id_token").GetString()!, 1);
        Assert.Equal(asked["auth_req_id"], claims.GetProperty("urn:openid:params:jwt:claim:auth_req_id").GetString());
        Assert.Equal(Half(access), claims.GetProperty("at_hash").GetString());
        Assert.Equal(Half(refresh), claims.GetProperty("urn:openid:params:jwt:claim:rt_hash").GetString());
        Assert.Equal("alice", (await host.UserInfoAsync(access))["sub"]);
        (await host.AskOutcome(asked, "courier").SendAsync()).ShouldBeRefusedWith("unauthorized_client");
        var renewal = new Exchange(host, "/connect/token", "courier") { Form = { ["grant_type"] = "refresh_token", ["refresh_token"] = refresh } };
        Assert.Equal(HttpStatusCode.OK, (await renewal.SendAsync()).Status);

        static string Half(string token) => System.Buffers.Text.Base64Url.EncodeToString(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.ASCII.GetBytes(token)).AsSpan(0, 16));
    }

    [Fact]
    public async Task With_push_a_no_and_the_end_of_waiting_are_told_too()
    {
        var heard = host.Listen();
        await host.Ask("courier").SendAsync();
        await host.AnswerAllAsync(allow: false);
        Assert.True(await Backchannels.WithinAsync(() => !heard.IsEmpty));
        Assert.Equal("access_denied", heard.Single().Body.GetProperty("error").GetString());

        heard = host.Listen();
        await host.Ask("courier").SendAsync();
        host.Clock.Advance(TimeSpan.FromMinutes(10));
        host.Services.GetRequiredService<BackchannelDelivery>().Deliver();
        Assert.True(await Backchannels.WithinAsync(() => !heard.IsEmpty));
        Assert.Equal("expired_token", heard.Single().Body.GetProperty("error").GetString());
        Assert.False(heard.Single().Body.TryGetProperty("access_token", out _));
    }

    [Fact]
    public async Task Tokens_that_reach_nobody_are_worth_nothing()
    {
        var heard = host.Listen(_ => 503);
        await host.Ask("courier").SendAsync();
        await host.AnswerAllAsync();

        Assert.True(await Backchannels.WithinAsync(() => heard.Count == 3));
        var access = heard.First().Body.GetProperty("access_token").GetString()!;
        Assert.Equal(access, heard.Last().Body.GetProperty("access_token").GetString());
        var deadline = DateTime.UnixEpoch;
        for (var i = 0; i < 100 && (await host.UserInfoAsync(access)).Status == HttpStatusCode.OK; i++, deadline += TimeSpan.FromMilliseconds(50))
        {
            await Task.Delay(50);
        }

        Assert.Equal(HttpStatusCode.Unauthorized, (await host.UserInfoAsync(access)).Status);
    }

    [Fact]
    public async Task A_signed_request_counts_and_nothing_beside_it()
    {
        var asked = await host.AskSignedAsync(Backchannels.SignerKey.Sign(host.SignedClaims()));
        Assert.Equal(HttpStatusCode.OK, asked.Status);
        await host.AnswerAllAsync();
        Assert.Equal(HttpStatusCode.OK, (await host.AskOutcome(asked, "notary").SendAsync()).Status);

        (await host.AskSignedAsync(Backchannels.SignerKey.Sign(host.SignedClaims()), ("scope", "openid"))).ShouldBeRefusedWith("invalid_request");
        (await host.Ask("notary").SendAsync()).ShouldBeRefusedWith("invalid_request");
    }

    [Fact]
    public async Task CLI_03_A_signed_request_is_good_once()
    {
        var signed = Backchannels.SignerKey.Sign(host.SignedClaims());

        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => host.AskSignedAsync(signed)));

        Assert.Single(answers, answer => answer.Status == HttpStatusCode.OK);
        Assert.All(answers.Where(answer => answer.Status != HttpStatusCode.OK), answer => answer.ShouldBeRefusedWith("invalid_request"));
    }

    [Theory]
    [InlineData("iss", "\"till\"")]
    [InlineData("iss", null)]
    [InlineData("aud", "\"https://other.example\"")]
    [InlineData("aud", null)]
    [InlineData("sub", "\"notary\"")]
    [InlineData("jti", null)]
    [InlineData("iat", null)]
    [InlineData("nbf", null)]
    [InlineData("exp", null)]
    [InlineData("exp", "-20")]
    [InlineData("exp", "+7200")]
    [InlineData("nbf", "+61")]
    [InlineData("nbf", "-7200")]
    [InlineData("iat", "+61")]
    [InlineData("response_type", "\"code\"")]
    [InlineData("request", "\"x\"")]
    public async Task REQ_05_A_signed_request_that_is_not_right_is_refused(string name, string? value)
    {
        var claims = host.SignedClaims();
        claims[name] = value is null ? null : value[0] is '+' or '-' ? host.Clock.GetUtcNow().ToUnixTimeSeconds() + int.Parse(value) : JsonNode.Parse(value);
        if (value is null)
        {
            claims.Remove(name);
        }

        (await host.AskSignedAsync(Backchannels.SignerKey.Sign(claims))).ShouldBeRefusedWith("invalid_request");
    }

    [Fact]
    public async Task JOS_01_A_signed_request_is_signed_by_the_client_as_it_registered()
    {
        var claims = host.SignedClaims();
        foreach (var signed in (string[])
        [
            new TestKey("signer-1").Sign(claims), new TestKey("signer-1", "PS256").Sign(claims), Backchannels.SignerKey.Sign(claims)[..^3], "a.b.c",
            Backchannels.SignerKey.Sign(claims, new JsonObject { ["alg"] = "none" }), Backchannels.SignerKey.Sign(claims, new JsonObject { ["alg"] = "HS256", ["kid"] = "signer-1" }),
        ])
        {
            (await host.AskSignedAsync(signed)).ShouldBeRefusedWith("invalid_request");
        }
    }

    [Theory]
    [InlineData("""{ "grant_types": ["urn:openid:params:grant-type:ciba"] }""")]
    [InlineData("""{ "grant_types": ["urn:openid:params:grant-type:ciba"], "backchannel_token_delivery_mode": "shout" }""")]
    [InlineData("""{ "grant_types": ["urn:openid:params:grant-type:ciba"], "backchannel_token_delivery_mode": "ping" }""")]
    [InlineData("""{ "grant_types": ["urn:openid:params:grant-type:ciba"], "backchannel_token_delivery_mode": "push", "backchannel_client_notification_endpoint": "http://x.example/cb" }""")]
    [InlineData("""{ "grant_types": ["urn:openid:params:grant-type:ciba"], "backchannel_token_delivery_mode": "push", "backchannel_client_notification_endpoint": "https://x.example/cb", "dpop_bound_access_tokens": true }""")]
    [InlineData("""{ "grant_types": ["urn:openid:params:grant-type:ciba"], "backchannel_token_delivery_mode": "poll", "token_endpoint_auth_method": "none" }""")]
    [InlineData("""{ "grant_types": ["urn:openid:params:grant-type:ciba"], "backchannel_token_delivery_mode": "poll", "backchannel_user_code_parameter": true }""")]
    [InlineData("""{ "grant_types": ["urn:openid:params:grant-type:ciba"], "backchannel_token_delivery_mode": "poll", "backchannel_authentication_request_signing_alg": "ES256" }""")]
    [InlineData("""{ "grant_types": ["urn:openid:params:grant-type:ciba"], "backchannel_token_delivery_mode": "poll", "backchannel_authentication_request_signing_alg": "none", "jwks_uri": "https://x.example/jwks" }""")]
    public void Metadata_that_does_not_fit_is_refused(string metadata) =>
        Assert.IsType<RegistrationVerdict.Refused>(host.Services.GetRequiredService<ClientRegistration>().Read(JsonElement.Parse(metadata)));

    [Fact]
    public void CLI_13_No_app_takes_the_grant_itself() => Assert.IsType<RegistrationVerdict.Refused>(host.Services.GetRequiredService<ClientRegistration>()
        .ReadOwn(JsonElement.Parse("""{ "grant_types": ["urn:openid:params:grant-type:ciba"], "backchannel_token_delivery_mode": "poll" }""")));

    [Fact]
    public async Task Discovery_tells_what_is_on()
    {
        var document = await host.GetAsync("/.well-known/openid-configuration");

        Assert.Equal(ProviderHost.Issuer + "/connect/backchannel", document["backchannel_authentication_endpoint"]);
        Assert.Equal("""["poll","ping","push"]""", document.Json.GetProperty("backchannel_token_delivery_modes_supported").GetRawText());
        Assert.False(document.Json.GetProperty("backchannel_user_code_parameter_supported").GetBoolean());
    }
}
