using System.Buffers.Text;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace AuthHub.Web.Tests.Support;

/// <summary>The visitor's ways through a sign-in, step by step and whole.</summary>
public sealed partial class Visitor
{
    private string verifier = "";

    /// <summary>The app this browser came from.</summary>
    public App App { get; private set; } = null!;

    public string State { get; private set; } = "";

    public string Nonce { get; private set; } = "";

    /// <summary>The address an app sends the browser to.</summary>
    public string AuthorizeAddress(App app, params (string Name, string Value)[] more)
    {
        App = app;
        verifier = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        State = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(12));
        Nonce = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(12));
        var parameters = new Dictionary<string, string>
        {
            ["client_id"] = app.Id,
            ["redirect_uri"] = app.RedirectUri,
            ["response_type"] = "code",
            ["scope"] = "openid profile",
            ["state"] = State,
            ["nonce"] = Nonce,
            ["code_challenge"] = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(verifier))),
            ["code_challenge_method"] = "S256",
        };
        foreach (var (name, value) in more)
        {
            parameters[name] = value;
        }

        return "/connect/authorize?" + string.Join('&', parameters.Select(one => $"{one.Key}={Uri.EscapeDataString(one.Value)}"));
    }

    public Task<Page> StartAsync(App app, params (string Name, string Value)[] more) => OpenAsync(AuthorizeAddress(app, more));

    public async Task<Page> UsernameAsync(string username)
    {
        Assert.Equal("username", At.Stage);
        return await SubmitAsync(("username", username));
    }

    public async Task<Page> PasswordAsync(string password)
    {
        Assert.Equal("password", At.Stage);
        return await SubmitAsync(("password", password));
    }

    public Task<Page> ChooseAsync(string method) => SubmitAsync(("method", method));

    public async Task<Page> CodeAsync(string code)
    {
        Assert.StartsWith("verify/", At.Stage);
        return await SubmitAsync(("code", code));
    }

    /// <summary>Touches the key the page asks for.</summary>
    public async Task<Page> KeyAsync(SoftKey key)
    {
        Assert.Equal("verify/webauthn", At.Stage);
        return await SubmitAsync(("credential", key.Get(At.Attribute("data-options"))));
    }

    /// <summary>Asks for the text message where it was not sent yet.</summary>
    public async Task SendSmsAsync()
    {
        Assert.Equal("verify/sms", At.Stage);
        if (At.Forms[0].Buttons.Any(button => button == ("ask", "send")))
        {
            await SubmitAsync(("ask", "send"));
        }
    }

    /// <summary>"Another way": the second form of the page.</summary>
    public Task<Page> AnotherWayAsync() => SubmitAsync(At, 1);

    /// <summary>From the app to the second factor.</summary>
    public async Task<Page> ToSecondFactorAsync(App app, Person person, params (string Name, string Value)[] more)
    {
        await StartAsync(app, more);
        await UsernameAsync(person.Username);
        return await PasswordAsync(person.Password);
    }

    /// <summary>The whole way with password and app code, moving the clock to a fresh code first.</summary>
    public async Task<Page> SignInAsync(App app, Person person, params (string Name, string Value)[] more)
    {
        if (person.TotpKey is not null)
        {
            host.Clock.Advance(TimeSpan.FromSeconds(30));
        }

        await ToSecondFactorAsync(app, person, more);
        if (At.Stage == "choose")
        {
            await ChooseAsync(person.TotpKey is not null ? "totp" : "sms");
        }

        if (At.Stage == "verify/totp")
        {
            await CodeAsync(person.Code(host.Clock.Now));
        }
        else if (At.Stage == "verify/sms")
        {
            await SendSmsAsync();
            await CodeAsync(host.Outbox.NewestCode(person.Phone!));
        }

        Assert.True(At.IsAtApp, At.ToString());
        return At;
    }

    /// <summary>What the app does with the code it got.</summary>
    public async Task<Tokens> FinishAsync()
    {
        Assert.NotNull(At.Code);
        Assert.Equal(State, At.Query["state"]);
        return await RedeemAsync(At.Code);
    }

    public Task<Tokens> RedeemAsync(string code) =>
        TokenAsync(("grant_type", "authorization_code"), ("code", code), ("redirect_uri", App.RedirectUri), ("code_verifier", verifier));

    public Task<Tokens> RefreshAsync(string refreshToken) => TokenAsync(("grant_type", "refresh_token"), ("refresh_token", refreshToken));

    public async Task<Tokens> TokenAsync(params (string Name, string Value)[] fields)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/connect/token")
        {
            Content = new FormUrlEncodedContent(fields.Append(("client_id", App.Id)).Where(field => App.Secret.Length == 0 || field.Item1 != "client_id").Select(field => KeyValuePair.Create(field.Item1, field.Item2))),
        };
        if (App.Secret.Length > 0)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{App.Id}:{App.Secret}")));
        }

        using var response = await http.SendAsync(request);
        using var json = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        return new Tokens((int)response.StatusCode, json.RootElement.Clone());
    }

    public async Task<Page> UserInfoAsync(string token) => await AskAsync(HttpMethod.Get, "/connect/userinfo", null, ("Authorization", "Bearer " + token));
}
