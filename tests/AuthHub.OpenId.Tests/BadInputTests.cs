using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using AuthHub.OpenId.Tests.Hosting;

namespace AuthHub.OpenId.Tests;

public sealed class BadInputTests(ProviderHost host) : IClassFixture<ProviderHost>
{
    private static readonly string[] Posts = ["/connect/token", "/connect/par", "/connect/introspect", "/connect/revoke", "/connect/device", "/connect/backchannel", "/connect/authorize", "/connect/endsession"];

    private static readonly string[] Gets = ["/connect/authorize", "/connect/endsession", "/connect/userinfo", "/connect/jwks", "/.well-known/openid-configuration", "/.well-known/oauth-authorization-server"];

    private static readonly string[] Names = ["client_id", "redirect_uri", "grant_type", "code", "refresh_token", "token", "state", "scope", "prompt", "claims", "resume", "id_token_hint", "post_logout_redirect_uri", "response_type", "code_verifier", "access_token", "max_age", "ui_locales", "acr_values", "login_hint", "resource", "authorization_details"];

    private static readonly string[] Values =
    [
        "", "%00", "a%00b", "%", "%zz", "%c0%af", "%ff", "%ed%a0%80", "+", "%2B", "%0d%0aX: y", "%f0%9f%8c%b2", "{}", "[]", "null", "true", "-1", "1e400", "..%2f..%2f", "%3Cscript%3E", "'%20or%201=1", "https://evil.example/", "//evil.example", "eyJhbGciOiJub25lIn0.e30.", "a.b.c",
    ];

    public static TheoryData<string> PostEndpoints => [.. Posts];

    public static TheoryData<string> GetEndpoints => [.. Gets];

    [Theory]
    [MemberData(nameof(GetEndpoints))]
    public async Task INP_Odd_queries_never_break_or_lead_away(string path)
    {
        foreach (var name in Names)
        {
            foreach (var value in Values)
            {
                await ShouldBeHarmlessAsync(new HttpRequestMessage(HttpMethod.Get, $"{path}?{name}={value}"));
            }

            await ShouldBeHarmlessAsync(new HttpRequestMessage(HttpMethod.Get, $"{path}?{name}=a&{name}=b&{name}[]=c"));
            await ShouldBeHarmlessAsync(new HttpRequestMessage(HttpMethod.Get, $"{path}?{name}={new string('x', 7000)}"));
        }
    }

    [Theory]
    [MemberData(nameof(PostEndpoints))]
    public async Task INP_Odd_forms_never_break_or_lead_away(string path)
    {
        foreach (var name in Names)
        {
            foreach (var value in Values)
            {
                await ShouldBeHarmlessAsync(Post(path, $"client_id=phone&grant_type=refresh_token&{name}={value}"));
            }

            await ShouldBeHarmlessAsync(Post(path, $"{name}=a&{name}=b"));
            await ShouldBeHarmlessAsync(Post(path, $"{name}={new string('x', 20_000)}"));
        }

        await ShouldBeHarmlessAsync(Post(path, string.Join('&', Enumerable.Range(0, 3000).Select(i => "p" + i))));
        await ShouldBeHarmlessAsync(Post(path, new string('&', 10_000)));
        await ShouldBeHarmlessAsync(new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent([0xff, 0xfe, 0x00, (byte)'=', 0xc3]) { Headers = { ContentType = new("application/x-www-form-urlencoded") } } });
    }

    [Theory]
    [InlineData("application/json", "{\"grant_type\":\"client_credentials\"}")]
    [InlineData("multipart/form-data; boundary=x", "--x--")]
    [InlineData("text/plain", "grant_type=client_credentials")]
    [InlineData("application/x-www-form-urlencoded; charset=utf-16", "g")]
    [InlineData("nonsense", "g")]
    [InlineData(null, "g")]
    public async Task Another_content_type_is_an_invalid_request(string? type, string body)
    {
        foreach (var path in Posts)
        {
            var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) };
            if (type is not null)
            {
                request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
            }

            using (request)
            {
                using var response = await host.Http.SendAsync(request);
                Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
            }
        }
    }

    [Theory]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    [InlineData("PATCH")]
    [InlineData("OPTIONS")]
    [InlineData("TRACE")]
    [InlineData("BREW")]
    public async Task Another_method_is_not_allowed(string method)
    {
        foreach (var path in Posts.Concat(Gets))
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), path);
            using var response = await host.Http.SendAsync(request);
            Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
        }
    }

    [Theory]
    [InlineData("grant_type=authorization_code&code=a&code=b")]
    [InlineData("grant_type=authorization_code&grant_type=refresh_token")]
    [InlineData("grant_type=client_credentials&unheard=1&unheard=1")]
    [InlineData("")]
    [InlineData("grant_type=")]
    [InlineData("grant_type=authorization_code")]
    [InlineData("grant_type=refresh_token")]
    public async Task TOK_21_Repeated_or_missing_parameters_are_an_invalid_request(string form)
    {
        using var request = Post("/connect/token", form);
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes("helpdesk:" + ProviderHost.Secret)));
        using var response = await host.Http.SendAsync(request);

        (await Answer.OfAsync(response)).ShouldBeRefusedWith("invalid_request");
    }

    [Fact]
    public async Task TOK_21_Parameters_in_the_query_are_an_invalid_request()
    {
        var exchange = await host.CodeExchangeAsync();
        exchange.Path += "?grant_type=authorization_code";

        (await exchange.SendAsync()).ShouldBeRefusedWith("invalid_request");
    }

    [Fact]
    public async Task Random_requests_are_harmless()
    {
        // Mutations of a valid request: bytes dropped, doubled, swapped.
        var valid = Stories.ToQuery(Stories.AuthorizationRequest());
        for (var i = 0; i < 500; i++)
        {
            var mutated = new StringBuilder(valid);
            for (var n = RandomNumberGenerator.GetInt32(1, 6); n > 0; n--)
            {
                var at = RandomNumberGenerator.GetInt32(mutated.Length);
                _ = RandomNumberGenerator.GetInt32(3) switch
                {
                    0 => mutated.Remove(at, 1),
                    1 => mutated.Insert(at, (char)RandomNumberGenerator.GetInt32(0x21, 0x7f)),
                    _ => mutated.Insert(at, '%'),
                };
            }

            mutated.Replace("#", "%23");
            await ShouldBeHarmlessAsync(new HttpRequestMessage(HttpMethod.Get, "/connect/authorize?" + mutated), "https://rp.example/cb");
        }
    }

    private static HttpRequestMessage Post(string path, string form) =>
        new(HttpMethod.Post, path) { Content = new StringContent(form, new MediaTypeHeaderValue("application/x-www-form-urlencoded")) };

    private async Task ShouldBeHarmlessAsync(HttpRequestMessage request, string? mayLeadTo = null)
    {
        using (request)
        {
            request.Headers.Add(World.PersonHeader, "alice");
            using var response = await host.Http.SendAsync(request);
            var body = await response.Content.ReadAsStringAsync();
            Assert.True((int)response.StatusCode < 500, $"{request.RequestUri} {(int)response.StatusCode} {body}");
            Assert.DoesNotContain("access_token\"", body, StringComparison.Ordinal);
            var location = response.Headers.Location?.OriginalString;
            var local = location is null || (location.StartsWith('/') && !location.StartsWith("//", StringComparison.Ordinal));
            Assert.True(local || (mayLeadTo is not null && location!.StartsWith(mayLeadTo + "?", StringComparison.Ordinal)), location);
        }
    }
}
