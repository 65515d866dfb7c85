using System.Net;
using System.Net.Http.Headers;
using System.Text;
using AuthHub.OpenId.Clients;
using AuthHub.OpenId.Grants;
using AuthHub.SignIn.Users;
using AuthHub.Web.Tests.Support;
using Microsoft.Extensions.Logging;

namespace AuthHub.Web.Tests.Attacks;

/// <summary>
/// Whatever is refused leaves a trace that says why: a row of the audit, or a line in the log as an installation keeps it. And the
/// trace does not hold what was sent (ASVS 16.3, 16.2.5). Each case refuses something and returns what must not be found.
/// </summary>
public sealed class RefusalTests(RolesHost host) : IClassFixture<RolesHost>
{
    private const string Mistyped = "a mistyped passphrase";

    private const string NoCode = "918273";

    private static readonly string Opaque = new('q', 43);

    private static readonly Dictionary<string, (string Reason, Func<RefusalTests, Task<string[]>> Act)> Cases = new()
    {
        // The authorization endpoint.
        ["authorize: unknown client"] = ("client unknown", t => t.AuthorizeAsync(("client_id", "nobody-at-all"))),
        ["authorize: no client"] = ("client_id missing", t => t.AuthorizeAsync(("client_id", ""))),
        ["authorize: disabled client"] = ("client unknown or disabled", async t => await t.AuthorizeAsync(await t.AddAppAsync(client => client.Disabled = true), HttpStatusCode.BadRequest)),
        ["authorize: bad redirect"] = ("redirect_uri missing, repeated or not registered", t => t.AuthorizeAsync(("redirect_uri", "https://evil.example/" + Opaque))),
        ["authorize: bad response type"] = ("response_type", t => t.AuthorizeAsync(HttpStatusCode.SeeOther, ("response_type", Opaque))),
        ["authorize: bad response mode"] = ("response_mode", t => t.AuthorizeAsync(HttpStatusCode.SeeOther, ("response_mode", Opaque))),
        ["authorize: bad scope"] = ("no known scope", t => t.AuthorizeAsync(HttpStatusCode.SeeOther, ("scope", Opaque))),
        ["authorize: no challenge"] = ("code_challenge missing", t => t.AuthorizeAsync(HttpStatusCode.SeeOther, ("code_challenge", ""), ("code_challenge_method", ""))),
        ["authorize: bad challenge"] = ("code_challenge malformed", t => t.AuthorizeAsync(HttpStatusCode.SeeOther, ("code_challenge", Opaque[..20]))),
        ["authorize: bad prompt"] = ("prompt unknown", t => t.AuthorizeAsync(HttpStatusCode.BadRequest, ("prompt", Opaque))),
        ["authorize: bad max_age"] = ("max_age", t => t.AuthorizeAsync(HttpStatusCode.SeeOther, ("max_age", Opaque))),
        ["authorize: bad claims"] = ("claims malformed", t => t.AuthorizeAsync(HttpStatusCode.SeeOther, ("claims", Opaque))),
        ["authorize: request object"] = ("request", t => t.AuthorizeAsync(HttpStatusCode.SeeOther, ("request", Opaque))),
        ["authorize: bad id_token_hint"] = ("id_token_hint is not ours", t => t.AuthorizeAsync(HttpStatusCode.SeeOther, ("id_token_hint", $"{Opaque}.{Opaque}.{Opaque}"))),
        ["authorize: silent without session"] = ("prompt=none", t => t.AuthorizeAsync(HttpStatusCode.SeeOther, ("prompt", "none"))),
        ["authorize: broken handle"] = ("handle broken", t => t.AskAsync("/connect/authorize?resume=" + Opaque, HttpStatusCode.BadRequest)),
        ["authorize: bad encoding in a form"] = ("percent-encoding", t => t.SendAsync("/connect/authorize", HttpStatusCode.BadRequest, "state=%zz" + Opaque)),

        // The token endpoint.
        ["token: bad client secret"] = ("secret wrong", t => t.TokenAsync(app => app with { Secret = Opaque }, HttpStatusCode.Unauthorized, ("grant_type", "client_credentials"))),
        ["token: unknown client"] = ("client unknown", t => t.TokenAsync(app => app with { Id = "nobody" }, HttpStatusCode.Unauthorized, ("grant_type", "client_credentials"))),
        ["token: no client"] = ("no client authentication", t => t.SendAsync("/connect/token", HttpStatusCode.Unauthorized, "grant_type=authorization_code&code=" + Opaque)),
        ["token: two methods"] = ("two methods", t => t.TokenAsync(app => app, HttpStatusCode.Unauthorized, ("grant_type", "client_credentials"), ("client_secret", Opaque))),
        ["token: no form"] = ("content type", t => t.SendAsync("/connect/token", HttpStatusCode.BadRequest, $$"""{"code":"{{Opaque}}"}""", "application/json")),
        ["token: parameters in the address"] = ("parameters in the query", t => t.SendAsync("/connect/token?code=" + Opaque, HttpStatusCode.BadRequest, "grant_type=authorization_code")),
        ["token: repeated parameter"] = ("repeated parameter", t => t.SendAsync("/connect/token", HttpStatusCode.BadRequest, $"code={Opaque}&code={Opaque}")),
        ["token: unknown grant"] = ("grant_type unknown", t => t.TokenAsync(app => app, HttpStatusCode.BadRequest, ("grant_type", Opaque))),
        ["token: grant not registered"] = ("not registered for this client", t => t.TokenAsync(app => app, HttpStatusCode.BadRequest, ("grant_type", "client_credentials"))),
        ["token: bad code"] = ("code unknown", t => t.TokenAsync(app => app, HttpStatusCode.BadRequest, ("grant_type", "authorization_code"), ("code", Opaque))),
        ["token: code used before"] = ("code.reused", t => t.CodeAsync(async (visitor, code) =>
        {
            Assert.Equal(200, (await visitor.RedeemAsync(code)).Status);
            return await visitor.RedeemAsync(code);
        })),
        ["token: code expired"] = ("code expired", t => t.CodeAsync((visitor, code) =>
        {
            t.Host.Clock.Advance(TimeSpan.FromSeconds(61));
            return visitor.RedeemAsync(code);
        })),
        ["token: bad verifier"] = ("code_verifier missing or wrong", t => t.CodeAsync((visitor, code) =>
            visitor.TokenAsync(("grant_type", "authorization_code"), ("code", code), ("redirect_uri", visitor.App.RedirectUri), ("code_verifier", Opaque)))),
        ["token: bad refresh token"] = ("refresh token", t => t.TokenAsync(app => app, HttpStatusCode.BadRequest, ("grant_type", "refresh_token"), ("refresh_token", Opaque))),
        ["token: refresh token used before"] = ("refresh.reused", t => t.CodeAsync(async (visitor, code) =>
        {
            var first = await visitor.RedeemAsync(code);
            Assert.Equal(200, (await visitor.RefreshAsync(first.RefreshToken)).Status);
            t.Host.Clock.Advance(TimeSpan.FromSeconds(31));
            return await visitor.RefreshAsync(first.RefreshToken);
        })),
        ["token: session ended"] = ("session ended", t => t.CodeAsync(async (visitor, code) =>
        {
            var first = await visitor.RedeemAsync(code);
            await visitor.OpenAsync("/connect/endsession?id_token_hint=" + first.IdToken);
            return await visitor.RefreshAsync(first.RefreshToken);
        })),

        // Answers on other devices, and tokens for tokens.
        ["token: bad device code"] = ("code unknown", t => t.GrantAsync(GrantTypes.DeviceCode, "/connect/token", ("grant_type", GrantTypes.DeviceCode), ("device_code", Opaque))),
        ["token: bad auth_req_id"] = ("code unknown", t => t.GrantAsync(GrantTypes.Ciba, "/connect/token", ("grant_type", GrantTypes.Ciba), ("auth_req_id", Opaque))),
        ["token: bad subject token"] = ("subject_token missing, not a valid", t => t.GrantAsync(GrantTypes.TokenExchange, "/connect/token", ("grant_type", GrantTypes.TokenExchange), ("subject_token", Opaque), ("subject_token_type", "urn:ietf:params:oauth:token-type:access_token"))),
        ["token: assertion of a stranger"] = ("issuer that is not trusted", t => t.GrantAsync(GrantTypes.JwtBearer, "/connect/token", ("grant_type", GrantTypes.JwtBearer), ("assertion", $"{Opaque}.{Opaque}.{Opaque}"))),
        ["device: grant not registered"] = ("device_code not registered", t => t.GrantAsync(GrantTypes.AuthorizationCode, "/connect/device", ("scope", "openid"), ("x", Opaque))),
        ["device: bad scope"] = ("scope", t => t.GrantAsync(GrantTypes.DeviceCode, "/connect/device", ("scope", Opaque))),
        ["device: bad user code"] = ("A user code was typed", t => t.UserCodeAsync(1)),
        ["device: too many user codes"] = ("A user code was not looked at", t => t.UserCodeAsync(6)),
        ["device: question of nobody"] = ("A device's question was opened", t => t.AskAsync("/device/confirm?request=" + Opaque, HttpStatusCode.Gone)),
        ["backchannel: bad binding message"] = ("binding_message", t => t.GrantAsync(GrantTypes.Ciba, "/connect/backchannel", ("scope", "openid"), ("login_hint", "x"), ("binding_message", $"<{Opaque}>"))),
        ["backchannel: signed by nobody"] = ("signed request refused", t => t.GrantAsync(GrantTypes.Ciba, "/connect/backchannel", ("request", $"{Opaque}.{Opaque}.{Opaque}"))),
        ["backchannel: not hers to answer"] = ("a request of an app that is over", async t =>
        {
            var (visitor, _) = await t.InsideAsync(null);
            await visitor.OpenAsync("/account/requests");
            return await RefusedAsync(visitor.ForgeAsync("/account/requests", ("allow", Opaque)), HttpStatusCode.SeeOther, Opaque);
        }
        ),

        // What tokens open.
        ["userinfo: bad bearer token"] = ("not a valid access token", t => t.BearAsync($"{Opaque}.{Opaque}.{Opaque}")),
        ["userinfo: no token"] = ("no single header with a token", t => t.AskAsync("/connect/userinfo?x=" + Opaque, HttpStatusCode.Unauthorized)),
        ["introspect: bad client secret"] = ("secret wrong", t => t.TokenAsync(app => app with { Secret = Opaque }, HttpStatusCode.Unauthorized, "/connect/introspect", ("token", Opaque))),
        ["introspect: no token"] = ("token missing", t => t.TokenAsync(app => app, HttpStatusCode.BadRequest, "/connect/introspect")),
        ["introspect: no token of ours"] = ("no token of ours", t => t.TokenAsync(app => app, HttpStatusCode.OK, "/connect/introspect", ("token", Opaque))),
        ["revoke: bad client secret"] = ("secret wrong", t => t.TokenAsync(app => app with { Secret = Opaque }, HttpStatusCode.Unauthorized, "/connect/revoke", ("token", Opaque))),
        ["revoke: token of another client"] = ("token of another client", t => t.RevokeAsync()),
        ["endsession: bad id_token_hint"] = ("id_token_hint is not ours", t => t.AskAsync($"/connect/endsession?id_token_hint={Opaque}.{Opaque}.{Opaque}", HttpStatusCode.BadRequest)),
        ["endsession: bad redirect"] = ("post_logout_redirect_uri not registered", async t =>
            await t.AskAsync($"/connect/endsession?client_id={(await t.AddAppAsync()).Id}&post_logout_redirect_uri=https://evil.example/{Opaque}", HttpStatusCode.BadRequest)),
        ["consent: refused by the person"] = ("consent.denied", t => t.RefuseConsentAsync()),

        // The sign-in.
        ["sign-in: wrong password"] = ("proof.rejected.*password", async t => (await t.WrongPasswordAsync(await t.Host.AddPersonAsync(), 1)).Secrets),
        ["sign-in: unknown person"] = ("proof.rejected.*password", async t => (await t.WrongPasswordAsync(null, 1)).Secrets),
        ["sign-in: disabled person"] = ("proof.rejected.*password", async t => await t.DisabledAsync()),
        ["sign-in: password throttled"] = ("throttled.*password", async t => (await t.WrongPasswordAsync(await t.Host.AddPersonAsync(), 11)).Secrets),
        ["sign-in: unknown person throttled"] = ("throttled.*password", async t => (await t.WrongPasswordAsync(null, 11)).Secrets),
        ["sign-in: wrong code"] = ("proof.rejected.*totp", async t => (await t.WrongCodeAsync(1)).Secrets),
        ["sign-in: code throttled"] = ("throttled.*totp", async t => (await t.WrongCodeAsync(6)).Secrets),
        ["sign-in: code locked"] = ("authenticator.locked.*totp", async t => (await t.WrongCodeAsync(10)).Secrets),
        ["sign-in: with a locked factor"] = ("stopped: locked", t => t.LockedAsync()),
        ["sign-in: code used before"] = ("proof.rejected.*used", t => t.ReplayAsync()),
        ["sign-in: wrong text message code"] = ("proof.rejected.*sms", t => t.WrongMessageAsync()),
        ["sign-in: wrong key"] = ("proof.rejected.*webauthn", t => t.WrongKeyAsync()),
        ["sign-in: a demand nobody can meet"] = ("stopped: no-way", t => t.NoWayAsync()),
        ["sign-in: run of another browser"] = ("run.mismatch", t => t.ForeignRunAsync()),
        ["sign-in: run of nobody"] = ("A run was asked for", t => t.AskAsync($"/sign-in/{Opaque}/password", HttpStatusCode.Redirect)),
        ["sign-in: expired run"] = ("stopped: expired", t => t.ExpiredAsync()),

        // Pages, and what does not get as far.
        ["form: stale"] = ("antiforgery", t => t.StaleFormAsync(null)),
        ["form: stale, from our own page"] = ("antiforgery", t => t.StaleFormAsync("same-origin")),
        ["form: of another site"] = ("another site", t => t.StaleFormAsync("cross-site")),
        ["form: not a form"] = ("not a form", t => t.SendAsync("/sign-in/x/password", HttpStatusCode.UnsupportedMediaType, $$"""{"password":"{{Mistyped}}"}""", "application/json")),
        ["host: bad"] = ("evil.example is not the issuer", t => t.BadHostAsync()),
        ["method: not allowed"] = ("the method is neither", t => t.MethodAsync()),
        ["address: broken"] = ("UTF-8", t => t.AskAsync("/?x=%ff" + Opaque, HttpStatusCode.BadRequest)),
        ["console: not an administrator"] = ("no administrator", t => t.ConsoleAsync()),
        ["account: wrong old password"] = ("proof.rejected.*old password", t => t.OldPasswordAsync()),
        ["account: last factor"] = ("must keep", t => t.LastFactorAsync()),
        ["account: somebody else's factor"] = ("not hers", t => t.ForeignFactorAsync()),
    };

    public static TheoryData<string> Refusals => [.. Cases.Keys];

    private RolesHost Host => host;

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task Each_refusal_leaves_a_trace_that_says_why_and_keeps_the_secret(string refusal)
    {
        var (reason, act) = Cases[refusal];
        var (lines, events) = (host.Log.Lines.Count, (await host.AllEventsAsync()).Select(one => one.Id).ToHashSet());

        var secrets = await act(this);

        var written = host.Log.Lines.Skip(lines).ToList();
        var recorded = (await host.AllEventsAsync()).Where(one => !events.Contains(one.Id)).Select(one => $"{one.Type} {one.ClientId} {one.Detail}").ToList();
        var kept = written.Where(line => line.Level >= LogLevel.Information).Select(line => $"{line.Category}: {line.Text}").Concat(recorded).ToList();
        Assert.True(kept.Exists(line => System.Text.RegularExpressions.Regex.IsMatch(line, reason)), $"{refusal} left no line with \"{reason}\":\n{string.Join('\n', kept)}");
        Assert.NotEmpty(secrets);
        Assert.All(secrets, secret => Assert.True(secret.Length >= 6));
        Assert.All(secrets, secret => Assert.DoesNotContain(recorded.Concat(written.Select(line => line.ToString())), line => line.Contains(secret, StringComparison.OrdinalIgnoreCase)));
    }

    private Task<App> AddAppAsync(Action<Client>? change = null) => host.AddAppAsync(change: change);

    private Task<string[]> AuthorizeAsync(params (string, string)[] parameters) => AuthorizeAsync(HttpStatusCode.BadRequest, parameters);

    private async Task<string[]> AuthorizeAsync(HttpStatusCode status, params (string, string)[] parameters) => await AuthorizeAsync(await AddAppAsync(), status, parameters);

    private async Task<string[]> AuthorizeAsync(App app, HttpStatusCode status, params (string, string)[] parameters)
    {
        using var visitor = host.Visitor();
        var answer = await visitor.AskAsync(HttpMethod.Get, visitor.AuthorizeAddress(app, parameters));
        Assert.Equal(status, answer.Status);
        Assert.True(status != HttpStatusCode.SeeOther || answer.Location!.Contains("error=", StringComparison.Ordinal), answer.Location);
        return [Opaque, visitor.State, visitor.Nonce];
    }

    private Task<string[]> AskAsync(string address, HttpStatusCode status) => RefusedAsync(host.Visitor().AskAsync(HttpMethod.Get, address), status, Opaque);

    private Task<string[]> SendAsync(string address, HttpStatusCode status, string body, string type = "application/x-www-form-urlencoded") =>
        RefusedAsync(host.Visitor().AskAsync(HttpMethod.Post, address, new StringContent(body, new MediaTypeHeaderValue(type))), status, Opaque, Mistyped);

    private Task<string[]> BearAsync(string token) => RefusedAsync(host.Visitor().UserInfoAsync(token), HttpStatusCode.Unauthorized, token);

    private Task<string[]> TokenAsync(Func<App, App> change, HttpStatusCode status, params (string, string)[] fields) => TokenAsync(change, status, "/connect/token", fields);

    private async Task<string[]> TokenAsync(Func<App, App> change, HttpStatusCode status, string address, params (string Name, string Value)[] fields)
    {
        var app = await AddAppAsync();
        var presented = change(app);
        using var content = new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));
        var basic = "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{presented.Id}:{presented.Secret}"));
        return await RefusedAsync(host.Visitor().AskAsync(HttpMethod.Post, address, content, ("Authorization", basic)), status, Opaque, app.Secret, basic["Basic ".Length..]);
    }

    /// <summary>A code, and what an app does wrong with it or with what it brought.</summary>
    private async Task<string[]> CodeAsync(Func<Visitor, string, Task<Tokens>> redeem)
    {
        using var visitor = host.Visitor();
        await visitor.SignInAsync(await AddAppAsync(), await host.AddPersonAsync(totp: true));
        var code = visitor.At.Code!;
        Assert.Equal("invalid_grant", (await redeem(visitor, code)).Error);
        return [code, Opaque];
    }

    /// <summary>An app of this one grant, and a request of its that is refused.</summary>
    private async Task<string[]> GrantAsync(string grant, string address, params (string, string)[] fields)
    {
        var app = await AddAppAsync(client =>
        {
            client.GrantTypes = [grant];
            client.Metadata.BackchannelTokenDeliveryMode = "poll";
        });
        using var device = host.Visitor();
        Assert.True((await Devices.PostAsync(device, app, address, fields)).TryGetProperty("error", out _));
        return [Opaque, app.Secret];
    }

    private async Task<string[]> UserCodeAsync(int times)
    {
        using var visitor = host.Visitor("127.0.4.1");
        await visitor.OpenAsync("/device");
        for (var i = 0; i < times; i++)
        {
            await visitor.SubmitAsync(("user_code", "ZZZZ-ZZZZ"));
        }

        return ["ZZZZ-ZZZZ"];
    }

    private async Task<string[]> RevokeAsync()
    {
        using var visitor = host.Visitor();
        var (app, other) = (await AddAppAsync(), await AddAppAsync());
        await visitor.SignInAsync(app, await host.AddPersonAsync(totp: true));
        var tokens = await visitor.FinishAsync();
        var basic = "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{other.Id}:{other.Secret}"));
        using var content = new FormUrlEncodedContent([new("token", tokens.RefreshToken)]);
        return await RefusedAsync(visitor.AskAsync(HttpMethod.Post, "/connect/revoke", content, ("Authorization", basic)), HttpStatusCode.BadRequest, tokens.RefreshToken, tokens.AccessToken, other.Secret);
    }

    private async Task<string[]> RefuseConsentAsync()
    {
        using var visitor = host.Visitor();
        var person = await host.AddPersonAsync(totp: true);
        await visitor.ToSecondFactorAsync(await host.AddAppAsync(asksConsent: true), person);
        await visitor.CodeAsync(person.Code(host.Clock.Now));
        Assert.Equal("/consent", visitor.At.Path);
        var handle = visitor.At.Query["request"];
        return await RefusedAsync(visitor.PostAsync(visitor.At, 0, ("answer", "refuse")), HttpStatusCode.SeeOther, handle, visitor.State);
    }

    private async Task<(Visitor Visitor, string[] Secrets)> WrongPasswordAsync(Person? person, int times)
    {
        var visitor = host.Visitor();
        await visitor.StartAsync(await AddAppAsync());
        await visitor.UsernameAsync(person?.Username ?? "nobody-" + Convert.ToHexString(System.Security.Cryptography.RandomNumberGenerator.GetBytes(6)));
        for (var i = 0; i < times; i++)
        {
            await visitor.PasswordAsync(Mistyped);
        }

        Assert.Equal(times > 10 ? HttpStatusCode.TooManyRequests : HttpStatusCode.OK, visitor.At.Status);
        return (visitor, [Mistyped]);
    }

    private async Task<string[]> DisabledAsync()
    {
        var person = await host.AddPersonAsync();
        Assert.True(await host.WithAsync((IUsers users) => users.SetDisabledAsync(person.Id, true, CancellationToken.None)));
        using var visitor = host.Visitor();
        await visitor.StartAsync(await AddAppAsync());
        await visitor.UsernameAsync(person.Username);
        return await RefusedAsync(visitor.PasswordAsync(person.Password), HttpStatusCode.OK, person.Password);
    }

    private async Task<(Person Person, string[] Secrets)> WrongCodeAsync(int times)
    {
        var (person, visitor) = (await host.AddPersonAsync(totp: true), host.Visitor());
        await visitor.ToSecondFactorAsync(await AddAppAsync(), person);
        for (var i = 0; i < times; i++)
        {
            if (i == 5 && times > 6)
            {
                host.Clock.Advance(TimeSpan.FromSeconds(101));
            }

            await visitor.PostAsync(visitor.At, 0, ("code", NoCode));
        }

        return (person, [NoCode, person.Password]);
    }

    private async Task<string[]> LockedAsync()
    {
        var (person, secrets) = await WrongCodeAsync(10);
        using var visitor = host.Visitor();
        await visitor.ToSecondFactorAsync(await AddAppAsync(), person);
        Assert.Equal("locked", visitor.At.Stage);
        return secrets;
    }

    private async Task<string[]> ReplayAsync()
    {
        var (person, app) = (await host.AddPersonAsync(totp: true), await AddAppAsync());
        await host.Visitor().SignInAsync(app, person);
        var code = person.Code(host.Clock.Now);
        using var thief = host.Visitor();
        await thief.ToSecondFactorAsync(app, person);
        return await RefusedAsync(thief.CodeAsync(code), HttpStatusCode.OK, code);
    }

    private async Task<string[]> WrongMessageAsync()
    {
        var (person, visitor) = (await host.AddPersonAsync(phone: "+37120030001"), host.Visitor());
        await visitor.ToSecondFactorAsync(await AddAppAsync(), person);
        await visitor.SendSmsAsync();
        return await RefusedAsync(visitor.CodeAsync("ZZZZZZ"), HttpStatusCode.OK, "ZZZZZZ", host.Outbox.NewestCode(person.Phone!), person.Phone!);
    }

    private async Task<string[]> WrongKeyAsync()
    {
        var (person, visitor) = (await host.AddPersonAsync(), host.Visitor());
        var key = await host.BindKeyAsync(person);
        await visitor.ToSecondFactorAsync(await AddAppAsync(), person);
        return await RefusedAsync(visitor.KeyAsync(key.Imitation()), HttpStatusCode.OK, person.Password);
    }

    private async Task<string[]> NoWayAsync()
    {
        var (person, visitor) = (await host.AddPersonAsync(totp: true), host.Visitor());
        await visitor.ToSecondFactorAsync(await host.AddAppAsync(demand: "extreme"), person);
        Assert.Equal("no-way", visitor.At.Stage);
        return [person.Password, visitor.State];
    }

    private async Task<string[]> ForeignRunAsync()
    {
        var (person, visitor) = (await host.AddPersonAsync(totp: true), host.Visitor());
        await visitor.ToSecondFactorAsync(await AddAppAsync(), person);
        return await RefusedAsync(host.Visitor().AskAsync(HttpMethod.Get, $"/sign-in/{visitor.At.Run}"), HttpStatusCode.Redirect, visitor.At.Run);
    }

    private async Task<string[]> ExpiredAsync()
    {
        var (person, visitor) = (await host.AddPersonAsync(totp: true), host.Visitor());
        await visitor.ToSecondFactorAsync(await AddAppAsync(), person);
        host.Clock.Advance(TimeSpan.FromMinutes(31));
        var code = person.Code(host.Clock.Now);
        await visitor.SubmitAsync(("code", code));
        Assert.Equal("expired", visitor.At.Stage);
        return [code, person.Password];
    }

    private async Task<string[]> StaleFormAsync(string? from)
    {
        var (person, visitor) = (await host.AddPersonAsync(totp: true), host.Visitor());
        await visitor.StartAsync(await AddAppAsync());
        await visitor.UsernameAsync(person.Username);
        if (from is not null)
        {
            visitor.Headers["Sec-Fetch-Site"] = from;
        }

        var run = visitor.At.Run;
        var answer = visitor.PostAsync(visitor.At.Url.ToString(), ("password", person.Password), (Form.TokenField, Opaque));
        return await RefusedAsync(answer, from == "same-origin" ? HttpStatusCode.SeeOther : HttpStatusCode.Forbidden, person.Password, Opaque, run);
    }

    private Task<string[]> BadHostAsync() =>
        RefusedAsync(host.Visitor().AskAsync(HttpMethod.Get, "/connect/authorize?state=" + Opaque, null, ("Host", "evil.example")), HttpStatusCode.MisdirectedRequest, Opaque);

    private Task<string[]> MethodAsync() => RefusedAsync(host.Visitor().AskAsync(HttpMethod.Put, "/account?x=" + Opaque), HttpStatusCode.MethodNotAllowed, Opaque);

    private async Task<string[]> ConsoleAsync()
    {
        var (visitor, _) = await InsideAsync(null);
        return await RefusedAsync(visitor.AskAsync(HttpMethod.Get, "/admin/people?q=" + Opaque), HttpStatusCode.Forbidden, Opaque);
    }

    private async Task<string[]> OldPasswordAsync()
    {
        var (visitor, _) = await InsideAsync(null);
        await visitor.OpenAsync("/account/password");
        return await RefusedAsync(visitor.ForgeAsync("/account/password", ("password", Mistyped), ("new-password", "purple elbow sandwich 42"), ("confirm-password", "purple elbow sandwich 42")), HttpStatusCode.SeeOther, Mistyped, "purple elbow sandwich 42");
    }

    private async Task<string[]> LastFactorAsync()
    {
        var (visitor, person) = await InsideAsync(RolesHost.Agent);
        return await RefusedAsync(visitor.ForgeAsync($"/account/authenticators/{person.TotpId:N}/remove"), HttpStatusCode.SeeOther, visitor.Cookies["authhub-session"]);
    }

    private async Task<string[]> ForeignFactorAsync()
    {
        var (visitor, _) = await InsideAsync(null);
        var other = await host.AddPersonAsync(totp: true);
        return await RefusedAsync(visitor.ForgeAsync($"/account/authenticators/{other.TotpId:N}/remove"), HttpStatusCode.NotFound, visitor.Cookies["authhub-session"]);
    }

    /// <summary>Somebody just signed in, on her account page.</summary>
    private async Task<(Visitor Visitor, Person Person)> InsideAsync(string? role)
    {
        var (person, visitor) = (await host.AddPersonAsync(totp: true, roles: role is null ? [] : [role]), host.Visitor());
        await visitor.OpenAsync("/account/authenticators");
        await visitor.UsernameAsync(person.Username);
        await visitor.PasswordAsync(person.Password);
        await visitor.CodeAsync(person.Code(host.Clock.Now));
        Assert.Equal("/account/authenticators", visitor.At.Path);
        return (visitor, person);
    }

    private static async Task<string[]> RefusedAsync(Task<Page> answer, HttpStatusCode status, params string[] secrets)
    {
        Assert.Equal(status, (await answer).Status);
        return secrets;
    }
}
