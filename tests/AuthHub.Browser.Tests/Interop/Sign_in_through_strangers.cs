using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using AuthHub.Browser.Tests.Support;
using Microsoft.Playwright;

namespace AuthHub.Browser.Tests.Interop;

/// <summary>
/// Libraries that others wrote, each behind a small app in tests/interop: a person signs in with password and app code, the app refreshes,
/// the person logs out.
/// </summary>
public sealed class Sign_in_through_strangers(SecureDemo demo, Chromium chromium) : BrowserTest(demo, chromium), IClassFixture<SecureDemo>
{
    private const string Password = "svešinieks ar karti 4";
    private const string Secret = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";

    protected override BrowserNewContextOptions Options => new() { Locale = "en-GB", IgnoreHTTPSErrors = true };

    public static TheoryData<string, string, string> Apps => new()
    {
        { "openid-client.mjs", "basic", """{"token_endpoint_auth_method":"client_secret_basic"}""" },
        { "openid-client.mjs", "hybrid", """{"response_types":["code id_token"],"token_endpoint_auth_method":"client_secret_post"}""" },
        { "openid-client.mjs", "implicit", """{"response_types":["id_token"],"grant_types":["implicit"],"token_endpoint_auth_method":"client_secret_post"}""" },
        { "openid-client.mjs", "dpop", """{"token_endpoint_auth_method":"private_key_jwt","token_endpoint_auth_signing_alg":"ES256","dpop_bound_access_tokens":true,"require_pushed_authorization_requests":true,"id_token_signed_response_alg":"ES256"}""" },
        { "openid-client.mjs", "jarm", """{"token_endpoint_auth_method":"private_key_jwt","token_endpoint_auth_signing_alg":"ES256","request_object_signing_alg":"ES256","require_signed_request_object":true,"authorization_signed_response_alg":"ES256"}""" },
        { "openid-client.mjs", "encrypted", """{"token_endpoint_auth_method":"client_secret_jwt","token_endpoint_auth_signing_alg":"HS256","id_token_signed_response_alg":"PS256","id_token_encrypted_response_alg":"ECDH-ES","id_token_encrypted_response_enc":"A256GCM","userinfo_signed_response_alg":"ES256","userinfo_encrypted_response_alg":"ECDH-ES"}""" },
        { "oauth4webapi.mjs", "", """{"token_endpoint_auth_method":"client_secret_post"}""" },
        { "passport-openidconnect.mjs", "", """{"token_endpoint_auth_method":"client_secret_post","require_pkce":false}""" },
        { "auth-core.mjs", "", """{"token_endpoint_auth_method":"client_secret_basic","redirect_uris":["https://localhost:PORT/auth/callback/authhub"]}""" },
        { "oidc-client-ts.mjs", "", """{"token_endpoint_auth_method":"none"}""" },
        { "authlib_app.py", "", """{"token_endpoint_auth_method":"private_key_jwt","token_endpoint_auth_signing_alg":"ES256"}""" },
    };

    [Theory]
    [MemberData(nameof(Apps))]
    public async Task An_app_signs_in_refreshes_and_logs_out(string program, string profile, string metadata)
    {
        using var signing = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var decrypting = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var port = RunningDemo.FreePorts(1)[0];
        var client = await RegisterAsync(port, metadata, Jwk(signing, isPrivate: false), Jwk(decrypting, isPrivate: false, use: "enc"));
        var keys = new JsonObject { ["sign"] = Jwk(signing, isPrivate: true), ["decrypt"] = profile == "encrypted" ? Jwk(decrypting, isPrivate: true, use: "enc") : null };
        var path = Path.Combine(Repository.Root, "tests/interop/apps", program);
        var start = new ProcessStartInfo(program.EndsWith(".py", StringComparison.Ordinal) ? "/usr/bin/python3" : "node", [path]);
        await using var app = await StrangersApp.StartAsync(demo, start, port, client, new Dictionary<string, string> { ["PROFILE"] = profile, ["CLIENT_KEYS"] = keys.ToJsonString() });
        var name = await PersonAsync();

        await Page.GotoAsync(app.Address);
        await Link("Log in").ClickAsync();
        await SignInAsync(name);
        await StateAsync("Signed in");
        var first = await WhoAsync();
        Check(first, name);

        if (profile != "implicit")
        {
            await Link("Refresh").ClickAsync();
            await Assertions.Expect(Page.Locator("#who")).ToContainTextAsync(new System.Text.RegularExpressions.Regex("\"refreshed\": ?1"));
            await Assertions.Expect(Page.Locator("#who")).Not.ToContainTextAsync(first["accessToken"]!.GetValue<string>());
            Check(await WhoAsync(), name);
        }

        await Link("Log out").ClickAsync();
        if (profile is "implicit" or "encrypted")
        {
            // It keeps no ID token, or none that AuthHub could read, to say who is leaving; so AuthHub asks.
            await Button("Sign out").ClickAsync();
        }

        await StateAsync("Signed out");
        await Page.GotoAsync(demo.AuthHub + "/account");
        await SeeHeadingAsync("Welcome to AuthHub!");
    }

    /// <summary>Apache protects a page; its module shows what it knows at <c>/oidc?info=json</c>.</summary>
    [Theory]
    [InlineData("code")]
    [InlineData("code id_token")]
    public async Task Apaches_module_signs_in_refreshes_and_logs_out(string responseType)
    {
        ExpectedInConsole.Add("404"); // A picture for the tab, on the module's own page.
        var port = RunningDemo.FreePorts(1)[0];
        var metadata = new JsonObject { ["redirect_uris"] = new JsonArray("https://localhost:PORT/oidc"), ["response_types"] = new JsonArray(responseType) };
        var client = await RegisterAsync(port, metadata.ToJsonString());
        await using var app = await StartApacheAsync(port, client, responseType);
        var name = await PersonAsync();

        await Page.GotoAsync(app.Address);
        await Link("Log in").ClickAsync();
        await SignInAsync(name);
        await StateAsync("Signed in");
        var first = await InfoAsync(app);
        Check(new JsonObject { ["claims"] = first["id_token"]!.DeepClone(), ["userinfo"] = first["userinfo"]!.DeepClone() }, name);

        var token = first["access_token"]!.GetValue<string>();
        await Page.GotoAsync($"{app.Address}/oidc?refresh={Uri.EscapeDataString(app.Address + "/me.html")}&access_token={token}");
        await StateAsync("Signed in");
        Assert.NotEqual(token, (await InfoAsync(app))["access_token"]!.GetValue<string>());

        await Page.GotoAsync($"{app.Address}/oidc?logout={Uri.EscapeDataString(app.Address + "/")}");
        await StateAsync("Signed out");
        await Page.GotoAsync(demo.AuthHub + "/account");
        await SeeHeadingAsync("Welcome to AuthHub!");
    }

    /// <summary>S-087: the person leaves at AuthHub; the module hears of it by a logout token, or by the frame on AuthHub's page.</summary>
    [Theory]
    [InlineData("backchannel")]
    [InlineData("get")]
    public async Task S_087_Apaches_module_ends_its_session_when_AuthHub_does(string how)
    {
        ExpectedInConsole.Add("Refused to display"); // The module ends its session and then will not be framed.
        var port = RunningDemo.FreePorts(1)[0];
        var address = "https://localhost:PORT/oidc?logout=" + how;
        var metadata = new JsonObject { ["redirect_uris"] = new JsonArray("https://localhost:PORT/oidc"), [how == "get" ? "frontchannel_logout_uri" : "backchannel_logout_uri"] = address };
        await using var app = await StartApacheAsync(port, await RegisterAsync(port, metadata.ToJsonString()), "code");
        await Page.GotoAsync(app.Address);
        await Link("Log in").ClickAsync();
        await SignInAsync(await PersonAsync());
        await StateAsync("Signed in");

        await Page.GotoAsync(demo.AuthHub + "/sign-out");
        await Button("Sign out").ClickAsync();

        var patience = Stopwatch.StartNew();
        while ((await Page.Context.APIRequest.GetAsync(app.Address + "/oidc?info=json")).Ok)
        {
            Assert.True(patience.Elapsed < TimeSpan.FromSeconds(20), app.Log);
            await Task.Delay(100);
        }
    }

    private async Task<StrangersApp> StartApacheAsync(int port, JsonNode client, string responseType)
    {
        var folder = Directory.CreateDirectory(Path.Combine(demo.Folder, "apache-" + port.ToString(CultureInfo.InvariantCulture))).FullName;
        var apache = Path.Combine(Repository.Root, "tests/interop/apache");
        Array.ForEach(Directory.GetFiles(Path.Combine(apache, "pages")), page => File.Copy(page, Path.Combine(folder, Path.GetFileName(page))));
        var start = new ProcessStartInfo("/usr/sbin/apache2", ["-D", "FOREGROUND", "-f", Path.Combine(apache, "httpd.conf")]);
        return await StrangersApp.StartAsync(demo, start, port, client, new Dictionary<string, string>
        {
            ["FOLDER"] = folder,
            ["MODULES"] = "/usr/lib/apache2/modules",
            ["RESPONSE_TYPE"] = responseType,
        });
    }

    private async Task<JsonNode> InfoAsync(StrangersApp app)
    {
        var answer = await Page.Context.APIRequest.GetAsync(app.Address + "/oidc?info=json");
        Assert.True(answer.Ok, await answer.TextAsync());
        return JsonNode.Parse(await answer.TextAsync())!;
    }

    private async Task<JsonNode> RegisterAsync(int port, string metadata, params JsonNode[] keys)
    {
        var address = "https://localhost:" + port.ToString(CultureInfo.InvariantCulture);
        var wanted = new JsonObject
        {
            ["client_name"] = "Somebody's app",
            ["redirect_uris"] = new JsonArray(address + "/callback"),
            ["post_logout_redirect_uris"] = new JsonArray(address + "/"),
            ["grant_types"] = new JsonArray("authorization_code", "refresh_token"),
            ["response_types"] = new JsonArray("code"),
            ["scope"] = "openid profile email offline_access",
            ["demand"] = "medium",
            ["first_party"] = true,
        };
        foreach (var (member, value) in JsonNode.Parse(metadata.Replace("PORT", port.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal))!.AsObject())
        {
            wanted[member] = value?.DeepClone();
            if (value?.ToString() is "private_key_jwt" || member == "id_token_encrypted_response_alg")
            {
                wanted["jwks"] = new JsonObject { ["keys"] = new JsonArray([.. keys.Select(key => key.DeepClone())]) };
            }
        }

        return await Demo.AddClientAsync(wanted);
    }

    private static JsonObject Jwk(ECDsa key, bool isPrivate, string use = "sig")
    {
        var numbers = key.ExportParameters(isPrivate);
        var jwk = new JsonObject { ["kty"] = "EC", ["crv"] = "P-256", ["kid"] = "app-" + use, ["use"] = use, ["x"] = Text(numbers.Q.X!), ["y"] = Text(numbers.Q.Y!) };
        if (isPrivate)
        {
            jwk["d"] = Text(numbers.D!);
        }

        return jwk;

        static string Text(byte[] number) => System.Buffers.Text.Base64Url.EncodeToString(number);
    }

    private async Task<string> PersonAsync()
    {
        var name = "guest" + Guid.CreateVersion7().ToString("N")[20..];
        await Demo.AddPersonAsync(new { username = name, password = Password, email = name + "@example.org", displayName = "Ģertrūde Šķēle", authenticators = new[] { new { method = "totp", secret = Secret } } });
        return name;
    }

    private async Task SignInAsync(string name)
    {
        await GiveUsernameAsync(name);
        await GivePasswordAsync(Password);
        await GiveCodeAsync(new AuthenticatorApp(Secret).CodeAt(await Demo.NowAsync()));
    }

    private Task StateAsync(string state) => Assertions.Expect(Page.Locator("#state")).ToHaveTextAsync(state);

    private async Task<JsonNode> WhoAsync() => JsonNode.Parse(await Page.Locator("#who").InnerTextAsync())!;

    private static void Check(JsonNode who, string name)
    {
        var (claims, userinfo) = (who["claims"]!, who["userinfo"]!);
        Assert.Equal(claims["sub"]!.GetValue<string>(), userinfo["sub"]!.GetValue<string>());
        Assert.Equal("Ģertrūde Šķēle", userinfo["name"]!.GetValue<string>());
        Assert.Equal(name + "@example.org", userinfo["email"]!.GetValue<string>());
        Assert.Contains("otp", claims["amr"]!.AsArray().Select(value => value!.GetValue<string>()));
    }
}
