using System.Net;
using AuthHub.OpenId.Tests.Hosting;

namespace AuthHub.OpenId.Tests;

/// <summary>Apps that live in the browser call from their own origin (Fetch standard; RFC 9700 section 2.6); nobody else's page reads an answer.</summary>
public sealed class CrossOriginTests(ProviderHost host) : IClassFixture<ProviderHost>
{
    private const string Registered = "https://rp.example";

    [Theory]
    [InlineData("/connect/token", "POST")]
    [InlineData("/connect/userinfo", "GET")]
    [InlineData("/connect/revoke", "POST")]
    [InlineData("/connect/par", "POST")]
    public async Task The_browser_may_call_for_a_registered_app(string path, string method)
    {
        var answer = await AskAsync(path, method, Registered);

        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        Assert.Equal(Registered, Assert.Single(answer.Headers.GetValues("Access-Control-Allow-Origin")));
        Assert.Equal("authorization,content-type,dpop", Assert.Single(answer.Headers.GetValues("Access-Control-Allow-Headers")).ToLowerInvariant());
        Assert.False(answer.Headers.Contains("Access-Control-Allow-Credentials"));
        Assert.Contains("Origin", answer.Headers.Vary);
    }

    [Theory]
    [InlineData("/connect/token", "POST", "https://evil.example")]
    [InlineData("/connect/token", "POST", "https://rp.example.evil.example")]
    [InlineData("/connect/token", "POST", "https://rp.example:8443")]
    [InlineData("/connect/token", "POST", "http://rp.example")]
    [InlineData("/connect/token", "POST", "HTTPS://RP.EXAMPLE")]
    [InlineData("/connect/token", "POST", "null")]
    [InlineData("/connect/authorize", "GET", Registered)]
    [InlineData("/connect/endsession", "GET", Registered)]
    [InlineData("/connect/introspect", "POST", Registered)]
    [InlineData("/connect/register", "POST", Registered)]
    public async Task It_may_not_for_others_and_elsewhere(string path, string method, string origin) =>
        Assert.False((await AskAsync(path, method, origin)).Headers.Contains("Access-Control-Allow-Origin"));

    [Fact]
    public async Task Refusals_can_be_read_by_the_app_and_by_nobody_else()
    {
        var mine = await SendAsync(Registered);
        Assert.Equal(HttpStatusCode.Unauthorized, mine.StatusCode);
        Assert.Equal(Registered, Assert.Single(mine.Headers.GetValues("Access-Control-Allow-Origin")));
        Assert.Contains("DPoP-Nonce", Assert.Single(mine.Headers.GetValues("Access-Control-Expose-Headers")), StringComparison.Ordinal);

        var other = await SendAsync("https://evil.example");
        Assert.Equal(HttpStatusCode.Unauthorized, other.StatusCode);
        Assert.False(other.Headers.Contains("Access-Control-Allow-Origin"));
    }

    private Task<HttpResponseMessage> AskAsync(string path, string method, string origin)
    {
        var request = new HttpRequestMessage(HttpMethod.Options, path);
        request.Headers.TryAddWithoutValidation("Origin", origin);
        request.Headers.Add("Access-Control-Request-Method", method);
        request.Headers.Add("Access-Control-Request-Headers", "authorization,content-type,dpop");
        return host.Http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    private Task<HttpResponseMessage> SendAsync(string origin)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, "/connect/userinfo");
        request.Headers.Add("Origin", origin);
        request.Headers.Authorization = new("Bearer", "no.such.token");
        return host.Http.SendAsync(request, TestContext.Current.CancellationToken);
    }
}
