using AuthHub.Web.Tests.Support;

namespace AuthHub.Web.Tests.Pages;

/// <summary>The page that tells apps through the browser that she signed out.</summary>
public sealed class SignedOutTests(AuthHubHost host) : IClassFixture<AuthHubHost>
{
    [Fact]
    public async Task It_loads_the_sessions_apps_in_frames_lets_nothing_else_be_framed_and_has_a_link_back()
    {
        var visitor = host.Visitor();
        var person = await host.AddPersonAsync(totp: true);
        var app = await host.AddAppAsync(name: "Desk <b>", change: client =>
        {
            client.Metadata.FrontchannelLogoutUri = $"https://{client.ClientId}.example/out;a,b?y=1";
            client.PostLogoutRedirectUris = [$"https://{client.ClientId}.example/bye"];
        });
        await visitor.SignInAsync(app, person);
        var tokens = await visitor.FinishAsync();
        var session = tokens.Claims.GetProperty("sid").GetString();

        await visitor.OpenAsync($"/connect/endsession?id_token_hint={tokens.IdToken}&post_logout_redirect_uri=https://{app.Id}.example/bye&state=x");

        Assert.Equal("/signed-out", visitor.At.Url.AbsolutePath);
        Assert.Contains($"src=\"https://{app.Id}.example/out;a,b?y=1&amp;iss={Uri.EscapeDataString(host.Address)}&amp;sid={session}\" sandbox=\"allow-scripts allow-same-origin\"", visitor.At.Html, StringComparison.Ordinal);
        Assert.Contains($"href=\"https://{app.Id}.example/bye?state=x\"", visitor.At.Html, StringComparison.Ordinal);
        Assert.Contains("Back to Desk &lt;b&gt;", visitor.At.Html, StringComparison.Ordinal);
        Assert.Contains("/assets/signed-out.js", visitor.At.Html, StringComparison.Ordinal);
        var policy = Assert.Single(visitor.At.Response.Headers.GetValues("Content-Security-Policy"));
        Assert.Contains($" frame-src https://{app.Id}.example/out%3Ba%2Cb;", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_good_handle_it_only_says_that_she_is_signed_out()
    {
        var visitor = host.Visitor();

        foreach (var address in new[] { "/signed-out", "/signed-out?request=x", "/signed-out?request=a&request=b", "/signed-out?request=https://evil.example" })
        {
            await visitor.OpenAsync(address);
            Assert.DoesNotContain("<iframe", visitor.At.Html, StringComparison.Ordinal);
            Assert.DoesNotContain("evil", visitor.At.Html, StringComparison.Ordinal);
            Assert.DoesNotContain("frame-src", Assert.Single(visitor.At.Response.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
        }
    }
}
