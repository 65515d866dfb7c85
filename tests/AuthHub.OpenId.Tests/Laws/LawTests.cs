using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using AuthHub.Jose;
using AuthHub.OpenId.Audit;
using AuthHub.OpenId.Keys;
using AuthHub.OpenId.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace AuthHub.OpenId.Tests.Laws;

/// <summary>Tries to break the laws of redirect targets (L14) and of keys (L15) at every endpoint that reads one.</summary>
public sealed partial class LawTests(ProviderHost host) : IClassFixture<ProviderHost>
{
    private const string Web = "https://rp.example/cb";

    private const string Bye = "https://rp.example/bye";

    [Fact]
    public async Task L14_The_authorization_endpoint_leads_to_a_registered_address_byte_for_byte()
    {
        foreach (var registered in (string[])[Web, "https://rp.example/cb?x=1"])
        {
            Assert.Contains("code", (await AuthorizeAsync("helpdesk", registered)).RedirectTo(registered).Keys);
            foreach (var near in Neighbours(registered).Except([Web, "https://rp.example/cb?x=1"]))
            {
                var answer = await AuthorizeAsync("helpdesk", near);
                Assert.True(answer is { Status: HttpStatusCode.BadRequest, Location: null }, $"{near} led to {answer.Location}");
            }
        }
    }

    [Fact]
    public async Task L14_Only_the_port_of_a_loopback_literal_is_free()
    {
        string[] registered = ["http://127.0.0.1/cb", "http://[::1]/cb", "com.example.app:/cb"];
        foreach (var near in registered.Append("http://127.0.0.1:4711/cb").Append("http://[::1]:4711/cb").SelectMany(Neighbours).Distinct())
        {
            var answer = await AuthorizeAsync("phone", near);
            if (registered.Contains(near) || (Loopback().Match(near) is { Success: true } match && int.Parse(match.Groups[1].Value) <= 65535))
            {
                Assert.True(answer.Location?.StartsWith("/consent?", StringComparison.Ordinal) == true || answer.RedirectTo(near).ContainsKey("code"), near);
            }
            else
            {
                Assert.True(answer is { Status: HttpStatusCode.BadRequest, Location: null }, $"{near} led to {answer.Location}");
            }
        }
    }

    [Fact]
    public async Task L14_An_error_too_goes_to_the_registered_address_or_nowhere()
    {
        foreach (var near in Neighbours(Web).Except([Web]).Where((_, i) => i % 7 == 0))
        {
            var request = Stories.AuthorizationRequest();
            (request["redirect_uri"], request["response_type"]) = (near, "token");
            (await host.AuthorizeAsync(request)).ShouldBeAnErrorPage();
            (request["response_type"], request["response_mode"]) = ("code", "form_post");
            (await host.AuthorizeAsync(request)).ShouldBeAnErrorPage();
        }
    }

    [Fact]
    public async Task L14_The_token_endpoint_wants_the_very_address_of_the_request()
    {
        foreach (var near in Neighbours(Web).Where((_, i) => i % 9 == 0).Append("https://rp.example/cb?x=1"))
        {
            var exchange = await host.CodeExchangeAsync();
            exchange.Form["redirect_uri"] = near;
            (await exchange.SendAsync()).ShouldBeRefusedWith("invalid_grant");
        }
    }

    [Fact]
    public async Task L14_A_sign_out_leads_to_a_registered_address_byte_for_byte()
    {
        host.World.AddPerson("olga");
        host.World.SignIn("olga");
        var hint = (await host.TokensAsync(person: "olga"))["id_token"];
        foreach (var near in Neighbours(Bye).Except([Bye]))
        {
            var answer = await host.GetAsync("/connect/endsession?" + Stories.ToQuery([new("id_token_hint", hint), new("post_logout_redirect_uri", near)]), "olga");
            Assert.True(answer is { Status: HttpStatusCode.BadRequest, Location: null }, $"{near} led to {answer.Location}");
        }

        // She was signed in all along.
        Assert.Equal(Bye, (await host.GetAsync("/connect/endsession?" + Stories.ToQuery([new("id_token_hint", hint), new("post_logout_redirect_uri", Bye)]), "olga")).Location);
    }

    [Fact]
    public async Task L15_The_header_of_an_access_token_chooses_nothing()
    {
        using var listener = new Listener();
        var set = await host.Services.GetRequiredService<KeyRing>().ReadAsync(CancellationToken.None);
        var genuine = (await host.TokensAsync())["access_token"];
        var payload = genuine.Split('.')[1];
        var forged = new ForgedHeaders(set.Current("ES256"), set.Current("RS256"), "at+jwt");
        Assert.Equal(HttpStatusCode.OK, (await host.UserInfoAsync(forged.Honest(payload))).Status);

        // A right signature by a key of ours that is not for access tokens.
        var others = (string[])["RS256", "PS256"];
        var all = forged.All(payload, listener.Address).Concat(others.Select(name => ("another key of ours: " + name, CompactJws.Sign(set.Current(name), "at+jwt", Base64Bytes(payload))))).ToList();
        Assert.True(all.Count > 60);
        foreach (var (what, token) in all)
        {
            Assert.True((await host.UserInfoAsync(token)).Status == HttpStatusCode.Unauthorized, $"userinfo took {what}");
            Assert.True((await host.PostAsync("/connect/introspect", token)).Text == """{"active":false}""", $"introspection took {what}");
            Assert.True((await host.PostAsync("/connect/revoke", token)).Status == HttpStatusCode.OK, what);
        }

        // Nothing was revoked by them, and nobody's key was fetched.
        Assert.Equal(HttpStatusCode.OK, (await host.UserInfoAsync(genuine)).Status);
        Assert.False(listener.WasAsked);
    }

    [Theory]
    [InlineData("RS256", "ES256")]
    [InlineData("RS256", "PS256")]
    [InlineData("ES256", "RS256")]
    public async Task L15_The_header_of_an_id_token_hint_chooses_nothing(string own, string other)
    {
        using var listener = new Listener();
        var name = $"petra-{own}-{other}";
        host.World.AddPerson(name);
        host.World.SignIn(name);
        var set = await host.Services.GetRequiredService<KeyRing>().ReadAsync(CancellationToken.None);
        var payload = (await host.TokensAsync(person: name))["id_token"].Split('.')[1];
        var forged = new ForgedHeaders(set.Current(own), set.Current(other), "JWT");
        Assert.Contains("code", (await HintAsync(name, forged.Honest(payload))).Keys);

        foreach (var (what, token) in forged.All(payload, listener.Address))
        {
            var answer = await HintAsync(name, token);
            Assert.True(answer.GetValueOrDefault("error") == "invalid_request" && !answer.ContainsKey("code"), $"authorize took {what}");
            var end = await host.GetAsync("/connect/endsession?" + Stories.ToQuery([new("id_token_hint", token), new("post_logout_redirect_uri", Bye)]), name);
            Assert.True(end is { Status: HttpStatusCode.BadRequest, Location: null }, $"endsession took {what}");
        }

        Assert.Equal(Bye, (await host.GetAsync("/connect/endsession?" + Stories.ToQuery([new("id_token_hint", forged.Honest(payload)), new("post_logout_redirect_uri", Bye)]), name)).Location);
        Assert.False(listener.WasAsked);
    }

    [Fact]
    public async Task L15_An_assertion_of_a_client_selects_no_key()
    {
        // No client authenticates by assertion (RFC 7523) here; whatever its header says, nothing is fetched and nobody is let in.
        using var listener = new Listener();
        var set = await host.Services.GetRequiredService<KeyRing>().ReadAsync(CancellationToken.None);
        var forged = new ForgedHeaders(set.Current("ES256"), set.Current("RS256"), "JWT");
        var claims = $$"""{"iss":"helpdesk","sub":"helpdesk","aud":"{{ProviderHost.Issuer}}/connect/token","jti":"a","exp":{{host.Clock.GetUtcNow().ToUnixTimeSeconds() + 60}}}""";
        var payload = Base64UrlText.Encode(Encoding.UTF8.GetBytes(claims));
        var issued = host.World.Records.Count(record => record.Type == ProtocolAuditTypes.CodeIssued);
        foreach (var (_, assertion) in forged.All(payload, listener.Address).Append(("as signed by the server itself", forged.Honest(payload))))
        {
            var exchange = new Exchange(host, "/connect/token", null)
            {
                Form = { ["grant_type"] = "client_credentials", ["client_id"] = "machine", ["client_assertion_type"] = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer", ["client_assertion"] = assertion },
            };
            (await exchange.SendAsync()).ShouldBeRefusedWith("invalid_client", HttpStatusCode.Unauthorized);
            exchange.Form["grant_type"] = "urn:ietf:params:oauth:grant-type:jwt-bearer";
            exchange.Form["assertion"] = assertion;
            (await exchange.SendAsync()).ShouldBeRefusedWith("invalid_client", HttpStatusCode.Unauthorized);
            exchange.BasicId = "helpdesk";
            exchange.Form.Remove("client_id");
            (await exchange.SendAsync()).ShouldBeRefusedWith("invalid_client", HttpStatusCode.Unauthorized);
        }

        Assert.Equal(issued, host.World.Records.Count(record => record.Type == ProtocolAuditTypes.CodeIssued));
        Assert.False(listener.WasAsked);
    }

    [Fact]
    public async Task L15_A_request_object_selects_no_key_and_is_never_fetched()
    {
        using var listener = new Listener();
        var set = await host.Services.GetRequiredService<KeyRing>().ReadAsync(CancellationToken.None);
        var forged = new ForgedHeaders(set.Current("ES256"), set.Current("RS256"), "oauth-authz-req+jwt");
        var payload = Base64UrlText.Encode("""{"iss":"helpdesk","redirect_uri":"https://evil.example/cb"}"""u8);
        foreach (var (_, request) in forged.All(payload, listener.Address).Where(one => one.Token.Length < 4000).Append(("honest", forged.Honest(payload))))
        {
            var parameters = Stories.AuthorizationRequest();
            parameters["request"] = request;
            Assert.Equal("invalid_request_object", (await host.AuthorizeAsync(parameters)).RedirectTo(Web)["error"]);
        }

        var byReference = Stories.AuthorizationRequest();
        byReference["request_uri"] = listener.Address;
        Assert.Equal("invalid_request_uri", (await host.AuthorizeAsync(byReference)).RedirectTo(Web)["error"]);
        Assert.False(listener.WasAsked);
    }

    private Task<Answer> AuthorizeAsync(string client, string redirectUri)
    {
        var request = Stories.AuthorizationRequest(client);
        request["redirect_uri"] = redirectUri;
        return host.AuthorizeAsync(request);
    }

    private async Task<Dictionary<string, string>> HintAsync(string person, string hint)
    {
        var request = Stories.AuthorizationRequest();
        (request["id_token_hint"], request["prompt"]) = (hint, "none");
        return (await host.AuthorizeAsync(request, person)).RedirectTo(Web);
    }

    private static byte[] Base64Bytes(string text) => Base64UrlText.TryDecode(text, out var bytes) ? bytes : throw new FormatException(text);

    /// <summary>Everything one edit away from an address: a character left out, doubled, in the other case, percent-encoded, or another put before it; and something behind it.</summary>
    private static IEnumerable<string> Neighbours(string address)
    {
        string[] inserted = ["/", "\\", ".", "@", "#", "?", "&", ":", "%00", "%2f", " ", "\t", "\r\n", "\u200b", "\u00AD", "e", "0", "*"];
        for (var i = 0; i <= address.Length; i++)
        {
            var (before, after) = (address[..i], address[i..]);
            foreach (var text in inserted)
            {
                yield return before + text + after;
            }

            if (after.Length > 0)
            {
                yield return before + after[1..];
                yield return before + after[0] + after;
                yield return before + (char.IsUpper(after[0]) ? char.ToLowerInvariant(after[0]) : char.ToUpperInvariant(after[0])) + after[1..];
                yield return $"{before}%{(int)after[0]:X2}{after[1..]}";
                yield return $"{before}%{(int)after[0]:x2}{after[1..]}";
                yield return before + (char)(after[0] + 0xFEE0) + after[1..];
            }
        }
    }

    [GeneratedRegex(@"^http://(?:127\.0\.0\.1|\[::1\]):([1-9][0-9]{0,4})/cb\z")]
    private static partial Regex Loopback();
}
