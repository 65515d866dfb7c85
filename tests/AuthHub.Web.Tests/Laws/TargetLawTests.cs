using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using AuthHub.SignIn.Audit;
using AuthHub.SignIn.Users;
using AuthHub.Web.Tests.Support;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace AuthHub.Web.Tests.Laws;

/// <summary>
/// Law L14 in the running host: whatever an address or a form says of where to go on, a redirect leads to a page of ours or to what was
/// registered. Law L15 for keys that people hold.
/// </summary>
public sealed partial class TargetLawTests(AuthHubHost host) : IClassFixture<AuthHubHost>
{
    /// <summary>What redirectors elsewhere are called.</summary>
    private static readonly string[] Names =
    [
        "returnUrl", "ReturnUrl", "return_url", "returnTo", "return_to", "ReturnTo", "return", "redirect", "redirect_uri", "redirectUri", "redirect_url", "post_logout_redirect_uri", "next", "url", "uri", "goto",
        "continue", "dest", "destination", "target", "rurl", "out", "service", "to", "from", "back", "state", "request", "resume", "notice", "handler",
    ];

    private static readonly string[] Targets =
    [
        "https://evil.example", "//evil.example", "///evil.example", "/\\evil.example", "\\\\evil.example", "/%2fevil.example", "/%5cevil.example", "/\t/evil.example", "https:evil.example", "javascript:alert(1)",
        "data:text/html,evil.example", ".evil.example", "@evil.example", "/account/..//evil.example", "\r\nLocation: https://evil.example", "~//evil.example",
    ];

    private static readonly string[] Paths =
    [
        "//evil.example", "//evil.example/", "//evil.example/account", "///evil.example/account", "/\\evil.example", "/\\evil.example/account", "/%5cevil.example", "/%2f%2fevil.example", "/%2f/evil.example", "//evil.example/%2e%2e/account",
        "//account", "//account/authenticators", "//admin", "//consent", "//sign-out", "//sign-in/lost", "/account//evil.example", "/account/..//evil.example", "/.//evil.example/account", "/sign-in//evil.example", "/sign-in/%2f%2fevil.example/username",
        "/sign-in/%2f%2fevil.example/again", "/sign-in/..//evil.example", "//connect/authorize", "https://evil.example/account", "http://evil.example//account",
    ];

    [Fact]
    public async Task L14_No_parameter_of_any_route_leads_away()
    {
        var app = await host.AddAppAsync();
        var person = await host.AddPersonAsync(totp: true, roles: [WellKnownRoles.Administrator]);
        using var stranger = host.Visitor();
        await stranger.StartAsync(app);
        using var inside = host.Visitor();
        await inside.SignInAsync(app, person);
        await inside.OpenAsync("/account/authenticators");
        var routes = Routes().ToList();
        Assert.True(routes.Count > 35, string.Join('\n', routes));

        foreach (var visitor in (Visitor[])[stranger, inside])
        {
            var token = visitor.At.Forms[0].Fields[Form.TokenField];
            foreach (var target in Targets)
            {
                var query = string.Join('&', Names.Select(name => $"{name}={Uri.EscapeDataString(target)}"));
                foreach (var route in routes.Where(route => visitor == stranger || route is not ("/sign-out" or "/connect/endsession")))
                {
                    ShouldStayHere(await visitor.AskAsync(HttpMethod.Get, $"{route}?{query}"), $"{route} {target}");
                    ShouldStayHere(await visitor.PostAsync(route, [(Form.TokenField, token), .. Names.Select(name => (name, target))]), $"POST {route} {target}");
                    ShouldStayHere(await visitor.AskAsync(HttpMethod.Post, $"{route}?{query}", new FormUrlEncodedContent([]), ("Sec-Fetch-Site", "same-origin")), $"stale POST {route} {target}");
                }
            }

            foreach (var route in routes.Except(["/sign-out", "/connect/endsession"]))
            {
                ShouldStayHere(await visitor.AskAsync(HttpMethod.Get, route, null, ("Referer", Targets[0]), ("X-Forwarded-Host", "evil.example"), ("X-Original-URL", "//evil.example"), ("X-Rewrite-URL", "//evil.example")), $"headers {route}");
            }
        }

        Assert.Equal("/account", (await inside.OpenAsync("/account")).Path);
    }

    [Fact]
    public async Task L14_No_spelling_of_a_path_leads_away()
    {
        var (person, app, visitor) = (await host.AddPersonAsync(totp: true), await host.AddAppAsync(), host.Visitor());
        await visitor.SignInAsync(app, person);
        foreach (var cookie in (string[])["", $"authhub-session={visitor.Cookies["authhub-session"]}"])
        {
            foreach (var path in Paths)
            {
                foreach (var request in (string[])["GET {0} HTTP/1.1\r\n", "POST {0} HTTP/1.1\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 0\r\nSec-Fetch-Site: same-origin\r\n"])
                {
                    var answer = await RawAsync(string.Format(request, path) + $"Cookie: {cookie}\r\n");
                    Assert.Matches("^HTTP/1.1 [2-4][0-9][0-9] ", answer);
                    var location = Location().Match(answer);
                    Assert.True(!location.Success || Local().IsMatch(location.Groups[1].Value), $"{path}: {location.Value}");
                }
            }
        }
    }

    [Theory]
    [InlineData("/account?returnUrl=https://evil.example&next=//evil.example")]
    [InlineData("/account/authenticators?notice=//evil.example")]
    [InlineData("/account/authenticators/add/webauthn?x=/\\evil.example")]
    [InlineData("/account/sessions?request=%2f%2fevil.example")]
    public async Task L14_A_sign_in_comes_back_to_the_page_it_was_begun_on(string address)
    {
        var (person, visitor) = (await host.AddPersonAsync(totp: true), host.Visitor());
        await visitor.OpenAsync(address);
        await visitor.SubmitAsync(("username", person.Username), ("returnUrl", "https://evil.example"), ("ReturnTo", "//evil.example"));
        await visitor.SubmitAsync(("password", person.Password), ("returnUrl", "https://evil.example"), ("ReturnTo", "//evil.example"));
        var answer = await visitor.PostAsync(visitor.At, 0, ("code", person.Code(host.Clock.Now)), ("returnUrl", "https://evil.example"), ("ReturnTo", "//evil.example"));

        Assert.Equal(new Uri(host.Address + address).PathAndQuery, answer.Location);
    }

    [Fact]
    public async Task L15_An_assertion_of_a_security_key_brings_no_key_and_no_algorithm_of_its_own()
    {
        var (person, app, thief) = (await host.AddPersonAsync(), await host.AddAppAsync(), host.Visitor());
        var key = await host.BindKeyAsync(person);
        var copy = key.Imitation();
        await thief.ToSecondFactorAsync(app, person);
        foreach (var bend in (Action<JsonObject>[])[
            _ => { }, answer => answer["publicKey"] = copy.PublicKey, answer => answer["jwk"] = new JsonObject { ["kty"] = "EC" }, answer => answer["alg"] = -7, answer => answer["response"]!["publicKey"] = copy.PublicKey,
            answer => answer["response"]!["publicKeyAlgorithm"] = -257, answer => answer["response"]!["signature"] = "", answer => answer["clientExtensionResults"]!["jku"] = "https://evil.example"])
        {
            host.Clock.Advance(TimeSpan.FromSeconds(101));
            await thief.OpenAsync(thief.At.Url.ToString());
            var answer = JsonNode.Parse(copy.Get(thief.At.Attribute("data-options")))!.AsObject();
            bend(answer);
            await thief.SubmitAsync(("credential", answer.ToJsonString()), ("alg", "none"), ("publicKey", copy.PublicKey));
            Assert.False(thief.At.IsAtApp, answer.ToJsonString());
            await host.WithAsync(async (AuthHub.SignIn.Authenticators.IAuthenticators all) =>
            {
                await all.ClearFailuresAsync(person.Id, null, CancellationToken.None);
                return true;
            });
        }

        Assert.Equal(["password"], (await host.RunsAsync(person)).Single().Proved());
        Assert.Equal(0, await host.CountAsync(person, AuditTypes.ProofAccepted, "webauthn"));
        await thief.OpenAsync(thief.At.Url.ToString());
        Assert.True((await thief.KeyAsync(key)).IsAtApp, "her own key opens");
    }

    private static void ShouldStayHere(Page answer, string what)
    {
        Assert.True((int)answer.Status < 500, $"{what}: {answer}");
        Assert.True(answer.Location is not { } location || Local().IsMatch(location), $"{what} led to {answer.Location}");
        Assert.False(answer.Response.Headers.Contains("Refresh"), what);
        Assert.DoesNotMatch("(?i)(href|action|src|formaction)=\"(//|/\\\\|https?:[^\"]*evil|javascript:|data:text)|http-equiv=\"refresh", answer.Html);
    }

    private IEnumerable<string> Routes() => host.Services.GetServices<EndpointDataSource>().SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
        .Select(endpoint => "/" + Parameter().Replace(endpoint.RoutePattern.RawText!.TrimStart('/'), match => match.Value.Contains("locked", StringComparison.Ordinal) ? "locked" : "x")).Distinct().Order();

    private async Task<string> RawAsync(string request)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, host.Port);
        var stream = socket.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"{request}Host: {new Uri(host.Address).Authority}\r\nConnection: close\r\n\r\n"));
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return await reader.ReadToEndAsync();
    }

    /// <summary>A path of ours: one slash, then neither a slash nor a backslash anywhere a browser would read a host.</summary>
    [GeneratedRegex(@"^/(?![/\\])[^\\\s]*\z")]
    private static partial Regex Local();

    [GeneratedRegex("(?im)^location: *(.*?)\r?$")]
    private static partial Regex Location();

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Parameter();
}
