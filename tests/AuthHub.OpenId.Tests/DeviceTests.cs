using System.Net;
using AuthHub.OpenId.Consents;
using AuthHub.OpenId.CrossDevice;
using AuthHub.OpenId.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace AuthHub.OpenId.Tests;

/// <summary>The device grant (RFC 8628), from the device's side.</summary>
public sealed class DeviceTests(ProviderHost host) : IClassFixture<ProviderHost>
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    [Fact]
    public async Task A_device_waits_and_gets_tokens_when_its_person_says_yes()
    {
        var device = await host.DeviceRequest().SendAsync();
        (await host.DevicePoll(device).SendAsync()).ShouldBeRefusedWith("authorization_pending");

        Assert.True(await host.AnswerDeviceAsync(device));
        var tokens = await host.DevicePoll(device).SendAsync();

        Assert.Equal(HttpStatusCode.OK, tokens.Status);
        Assert.Equal("openid profile offline_access", tokens["scope"]);
        var claims = Stories.Part(tokens["id_token"], 1);
        Assert.Equal(("alice", "tv"), (claims.GetProperty("sub").GetString(), claims.GetProperty("aud").GetString()));
        Assert.False(claims.TryGetProperty("nonce", out _));
        Assert.Equal("alice", (await host.UserInfoAsync(tokens["access_token"]))["sub"]);
        Assert.Equal(HttpStatusCode.OK, (await host.RefreshAsync(tokens["refresh_token"], "tv")).Status);
    }

    [Fact]
    public async Task The_first_answer_has_what_the_device_shows()
    {
        var device = await host.DeviceRequest().SendAsync();

        Assert.Equal(HttpStatusCode.OK, device.Status);
        Assert.Equal("no-store", device.CacheControl);
        Assert.Matches("^[A-Za-z0-9_-]{43}$", device["device_code"]);
        Assert.Equal(ProviderHost.Issuer + "/device", device["verification_uri"]);
        Assert.Equal($"{ProviderHost.Issuer}/device?user_code={device["user_code"]}", device["verification_uri_complete"]);
        Assert.Equal((600, 5), (device.Json.GetProperty("expires_in").GetInt32(), device.Json.GetProperty("interval").GetInt32()));
    }

    [Fact]
    public async Task XDV_02_A_user_code_has_eight_letters_of_twenty_and_ten_minutes()
    {
        var codes = Enumerable.Range(0, 2000).Select(_ => UserCode.New()).ToList();

        Assert.All(codes, code => Assert.Matches("^[BCDFGHJKLMNPQRSTVWXZ]{4}-[BCDFGHJKLMNPQRSTVWXZ]{4}$", code));
        Assert.Equal(codes.Count, codes.Distinct().Count());
        Assert.Equal(20, codes.SelectMany(code => code).Where(char.IsLetter).Distinct().Count());
        Assert.True((await host.DeviceRequest().SendAsync()).Json.GetProperty("expires_in").GetInt32() <= 600);
    }

    [Theory]
    [InlineData("WDJB-MJHT", "WDJB-MJHT")]
    [InlineData("wdjbmjht", "WDJB-MJHT")]
    [InlineData(" wdjb mjht ", "WDJB-MJHT")]
    [InlineData("w-d-j-b-m-j-h-t", "WDJB-MJHT")]
    [InlineData("WDJB-MJH", null)]
    [InlineData("WDJB-MJHTT", null)]
    [InlineData("WDJA-MJHT", null)]
    [InlineData("WDJ8-MJHT", null)]
    [InlineData("WDJB_MJHT", null)]
    [InlineData("WDJB\0MJHT", null)]
    [InlineData("ＷDJB-MJHT", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void A_user_code_is_read_as_people_type_it(string? typed, string? code) => Assert.Equal(code, UserCode.Read(typed));

    [Fact]
    public async Task XDV_03_A_device_that_asks_too_fast_has_to_slow_down_for_good()
    {
        var device = await host.DeviceRequest().SendAsync();
        (await host.DevicePoll(device).SendAsync()).ShouldBeRefusedWith("authorization_pending");
        host.Clock.Advance(TimeSpan.FromSeconds(1));
        (await host.DevicePoll(device).SendAsync()).ShouldBeRefusedWith("slow_down");
        host.Clock.Advance(Interval);
        (await host.DevicePoll(device).SendAsync()).ShouldBeRefusedWith("slow_down");

        host.Clock.Advance(Interval * 3);
        (await host.DevicePoll(device).SendAsync()).ShouldBeRefusedWith("authorization_pending");
        host.Clock.Advance(Interval * 2);
        (await host.DevicePoll(device).SendAsync()).ShouldBeRefusedWith("slow_down");
    }

    [Fact]
    public async Task XDV_03_Waiting_is_no_event()
    {
        var device = await host.DeviceRequest().SendAsync();
        var before = host.World.Records.Count(record => record.ClientId == "tv");

        (await host.DevicePoll(device).SendAsync()).ShouldBeRefusedWith("authorization_pending");
        (await host.DevicePoll(device).SendAsync()).ShouldBeRefusedWith("slow_down");

        Assert.Equal(before, host.World.Records.Count(record => record.ClientId == "tv"));
    }

    [Fact]
    public async Task XDV_03_Another_client_with_the_code_burns_it()
    {
        var device = await host.DeviceRequest().SendAsync();
        await host.AnswerDeviceAsync(device);

        (await host.DevicePoll(device, "printer").SendAsync()).ShouldBeRefusedWith("invalid_grant");
        (await host.DevicePoll(device).SendAsync()).ShouldBeRefusedWith("invalid_grant");

        var waiting = await host.DeviceRequest().SendAsync();
        (await host.DevicePoll(waiting, "printer").SendAsync()).ShouldBeRefusedWith("invalid_grant");
        Assert.False(await host.AnswerDeviceAsync(waiting));
        (await host.DevicePoll(waiting).SendAsync()).ShouldBeRefusedWith("access_denied");
    }

    [Fact]
    public async Task XDV_03_A_no_is_final()
    {
        var device = await host.DeviceRequest().SendAsync();
        Assert.True(await host.AnswerDeviceAsync(device, allow: false));

        (await host.DevicePoll(device).SendAsync()).ShouldBeRefusedWith("access_denied");
        Assert.False(await host.AnswerDeviceAsync(device));
        (await host.DevicePoll(device).SendAsync()).ShouldBeRefusedWith("access_denied");
        Assert.Contains(host.World.Records, record => record is { Type: "consent.denied", ClientId: "tv", Subject: "alice" });
    }

    [Fact]
    public async Task XDV_03_A_second_use_takes_down_what_the_first_one_brought()
    {
        var device = await host.DeviceRequest().SendAsync();
        await host.AnswerDeviceAsync(device);
        var tokens = await host.DevicePoll(device).SendAsync();

        (await host.DevicePoll(device).SendAsync()).ShouldBeRefusedWith("invalid_grant");

        Assert.Equal(HttpStatusCode.Unauthorized, (await host.UserInfoAsync(tokens["access_token"])).Status);
        (await host.RefreshAsync(tokens["refresh_token"], "tv")).ShouldBeRefusedWith("invalid_grant");
        Assert.Contains(host.World.Records, record => record is { Type: "code.reused", ClientId: "tv" });
    }

    [Fact]
    public async Task XDV_03_Of_many_at_once_one_gets_tokens()
    {
        var device = await host.DeviceRequest().SendAsync();
        await host.AnswerDeviceAsync(device);

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => host.DevicePoll(device).SendAsync()));

        Assert.Single(answers, answer => answer.Status == HttpStatusCode.OK);
        Assert.All(answers.Where(answer => answer.Status != HttpStatusCode.OK), answer => answer.ShouldBeRefusedWith("invalid_grant"));
    }

    [Fact]
    public async Task XDV_03_Of_many_answers_at_once_one_counts()
    {
        var device = await host.DeviceRequest().SendAsync();

        var done = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => host.AnswerDeviceAsync(device)));

        Assert.Single(done, one => one);
    }

    [Fact]
    public async Task XDV_03_A_code_ends_after_ten_minutes_answered_or_not()
    {
        var (waiting, answered) = (await host.DeviceRequest().SendAsync(), await host.DeviceRequest().SendAsync());
        await host.AnswerDeviceAsync(answered);

        host.Clock.Advance(TimeSpan.FromMinutes(10));

        (await host.DevicePoll(waiting).SendAsync()).ShouldBeRefusedWith("expired_token");
        (await host.DevicePoll(answered).SendAsync()).ShouldBeRefusedWith("expired_token");
        Assert.False(await host.AnswerDeviceAsync(waiting));
    }

    [Fact]
    public async Task XDV_03_A_challenge_wants_its_verifier()
    {
        (await Redeem(Stories.Challenge, null)).ShouldBeRefusedWith("invalid_grant");
        (await Redeem(Stories.Challenge, Stories.Verifier + "x")).ShouldBeRefusedWith("invalid_grant");
        (await Redeem(null, Stories.Verifier)).ShouldBeRefusedWith("invalid_grant");
        Assert.Equal(HttpStatusCode.OK, (await Redeem(Stories.Challenge, Stories.Verifier)).Status);

        async Task<Answer> Redeem(string? challenge, string? verifier)
        {
            var request = host.DeviceRequest();
            if (challenge is not null)
            {
                (request.Form["code_challenge"], request.Form["code_challenge_method"]) = (challenge, "S256");
            }

            var device = await request.SendAsync();
            await host.AnswerDeviceAsync(device);
            var poll = host.DevicePoll(device);
            if (verifier is not null)
            {
                poll.Form["code_verifier"] = verifier;
            }

            return await poll.SendAsync();
        }
    }

    [Theory]
    [InlineData("code_challenge_method", "S256", "invalid_request")]
    [InlineData("code_challenge", "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM", "invalid_request")]
    [InlineData("scope", "openid email", "invalid_scope")]
    [InlineData("scope", "\"", "invalid_scope")]
    [InlineData("scope", "nothing-known", "invalid_scope")]
    [InlineData("client_id", "nobody", "invalid_client")]
    [InlineData("client_id", "helpdesk", "invalid_client")]
    public async Task A_request_that_is_not_right_is_refused(string name, string value, string error)
    {
        var request = host.DeviceRequest();
        request.Form[name] = value;

        (await request.SendAsync()).ShouldBeRefusedWith(error, error == "invalid_client" ? HttpStatusCode.Unauthorized : HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Only_a_client_registered_for_it_that_proves_itself_may_begin()
    {
        (await host.DeviceRequest("helpdesk").SendAsync()).ShouldBeRefusedWith("unauthorized_client");
        var wrong = host.DeviceRequest("printer");
        wrong.BasicSecret = "another secret that is as long as it";
        (await wrong.SendAsync()).ShouldBeRefusedWith("invalid_client", HttpStatusCode.Unauthorized);
        var noScope = host.DeviceRequest(scope: null);
        (await noScope.SendAsync()).ShouldBeRefusedWith("invalid_scope");
        var query = host.DeviceRequest();
        query.Path += "?client_id=tv";
        (await query.SendAsync()).ShouldBeRefusedWith("invalid_request");
    }

    [Fact]
    public async Task A_code_of_one_kind_is_none_of_another()
    {
        var device = await host.DeviceRequest().SendAsync();
        await host.AnswerDeviceAsync(device);
        var asCode = new Exchange(host, "/connect/token", "helpdesk") { Form = { ["grant_type"] = "authorization_code", ["code"] = device["device_code"], ["redirect_uri"] = "" } };
        (await asCode.SendAsync()).ShouldBeRefusedWith("invalid_grant");

        var code = (await host.CodeExchangeAsync()).Form["code"];
        var asDevice = host.DevicePoll(device);
        asDevice.Form["device_code"] = code;
        (await asDevice.SendAsync()).ShouldBeRefusedWith("invalid_grant");
        asDevice.Form["device_code"] = device["user_code"];
        (await asDevice.SendAsync()).ShouldBeRefusedWith("invalid_grant");
        asDevice.Form.Remove("device_code");
        (await asDevice.SendAsync()).ShouldBeRefusedWith("invalid_request");
        Assert.Equal(HttpStatusCode.OK, (await host.DevicePoll(device).SendAsync()).Status);
    }

    [Fact]
    public async Task TOK_17_What_the_person_lost_meanwhile_the_device_does_not_get()
    {
        host.World.AddPerson("dora");
        host.World.SignIn("dora");
        var device = await host.DeviceRequest().SendAsync();
        await host.AnswerDeviceAsync(device, "dora");

        host.World.Change("dora", person => person with { Active = false });

        (await host.DevicePoll(device).SendAsync()).ShouldBeRefusedWith("invalid_grant");
        host.World.Change("dora", person => person with { Active = true });
        var tokens = await host.DevicePoll(device).SendAsync();
        host.World.Change("dora", person => person with { DemandMet = false });
        (await host.RefreshAsync(tokens["refresh_token"], "tv")).ShouldBeRefusedWith("invalid_grant");
    }

    [Fact]
    public async Task CON_11_A_withdrawn_consent_ends_what_the_device_has()
    {
        host.World.AddPerson("elsa");
        host.World.SignIn("elsa");
        var device = await host.DeviceRequest().SendAsync();
        await host.AnswerDeviceAsync(device, "elsa");
        var tokens = await host.DevicePoll(device).SendAsync();

        await host.InScopeAsync<IConsents>(async consents =>
        {
            Assert.Equal(["openid", "profile", "offline_access"], (await consents.FindAsync("elsa", "tv", CancellationToken.None))!.Scopes);
            Assert.True(await consents.RevokeAsync("elsa", "tv", host.Clock.GetUtcNow(), CancellationToken.None));
        });

        (await host.RefreshAsync(tokens["refresh_token"], "tv")).ShouldBeRefusedWith("invalid_grant");
    }

    [Fact]
    public async Task Without_offline_access_a_device_is_in_as_long_as_the_session_lives()
    {
        host.World.AddPerson("fred");
        host.World.SignIn("fred");
        var device = await host.DeviceRequest(scope: "openid").SendAsync();
        await host.AnswerDeviceAsync(device, "fred");
        var tokens = await host.DevicePoll(device).SendAsync();

        host.World.EndSession("fred");

        Assert.Equal(HttpStatusCode.Unauthorized, (await host.UserInfoAsync(tokens["access_token"])).Status);
    }

    [Fact]
    public async Task REQ_07_Tokens_for_a_key_stay_with_the_key()
    {
        var (key, other) = (new TestKey(), new TestKey());
        var device = await host.DeviceRequest().SendAsync();
        await host.AnswerDeviceAsync(device);

        var tokens = await host.DevicePoll(device).SendAsync(host.Proof(key));

        Assert.Equal("DPoP", tokens["token_type"]);
        Assert.Equal(HttpStatusCode.Unauthorized, (await host.UserInfoAsync(tokens["access_token"])).Status);
        var refresh = new Exchange(host, "/connect/token", null) { Form = { ["grant_type"] = "refresh_token", ["refresh_token"] = tokens["refresh_token"], ["client_id"] = "tv" } };
        (await refresh.SendAsync()).ShouldBeRefusedWith("invalid_grant");
        (await refresh.SendAsync(host.Proof(other))).ShouldBeRefusedWith("invalid_grant");
        Assert.Equal(HttpStatusCode.OK, (await refresh.SendAsync(host.Proof(key))).Status);
    }

    [Fact]
    public async Task Waiting_requests_are_bounded_per_client_and_address()
    {
        var rules = host.Services.GetRequiredService<IOptions<OpenIdSettings>>().Value.CrossDevice;
        host.Clock.Advance(rules.Lifetime);
        var before = rules.WaitingPerAddress;
        rules.WaitingPerAddress = 2;
        try
        {
            Assert.Equal(HttpStatusCode.OK, (await host.DeviceRequest().SendAsync()).Status);
            Assert.Equal(HttpStatusCode.OK, (await host.DeviceRequest().SendAsync()).Status);
            (await host.DeviceRequest().SendAsync()).ShouldBeRefusedWith("temporarily_unavailable", HttpStatusCode.TooManyRequests);
            host.Clock.Advance(rules.Lifetime);
            Assert.Equal(HttpStatusCode.OK, (await host.DeviceRequest().SendAsync()).Status);
        }
        finally
        {
            rules.WaitingPerAddress = before;
        }
    }

    [Fact]
    public async Task Codes_are_nowhere_stored_as_they_are()
    {
        var device = await host.DeviceRequest().SendAsync();

        await host.InScopeAsync<ICrossDeviceRequests>(async requests =>
        {
            var stored = (await requests.FindByHashAsync(CrossDeviceRequest.HashOf("device", device["device_code"]), CancellationToken.None))!;
            Assert.Equal((32, 32), (stored.Hash.Length, stored.UserCodeHash!.Length));
            Assert.Null(await requests.FindByHashAsync(AuthHub.OpenId.Requests.PushedRequest.HashOf(device["device_code"]), CancellationToken.None));
        });
        Assert.DoesNotContain(host.World.Records, record => record.Detail?.Contains(device["device_code"], StringComparison.Ordinal) == true || record.Detail?.Contains(device["user_code"], StringComparison.Ordinal) == true);
    }

    [Fact]
    public async Task Discovery_names_the_endpoint()
    {
        var document = await host.GetAsync("/.well-known/openid-configuration");

        Assert.Equal(ProviderHost.Issuer + "/connect/device", document["device_authorization_endpoint"]);
        Assert.Contains("urn:ietf:params:oauth:grant-type:device_code", document.Json.GetProperty("grant_types_supported").EnumerateArray().Select(one => one.GetString()));
    }
}
