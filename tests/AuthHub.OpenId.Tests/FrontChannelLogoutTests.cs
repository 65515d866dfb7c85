using System.Net;
using System.Text.Json;
using AuthHub.OpenId.SignOut;
using AuthHub.OpenId.Tests.Hosting;
using Microsoft.AspNetCore.Http;

namespace AuthHub.OpenId.Tests;

/// <summary>OpenID Front-Channel Logout 1.0, as far as the page that loads the frames.</summary>
public sealed class FrontChannelLogoutTests(ProviderHost host) : IClassFixture<ProviderHost>
{
    private const string Bye = "https://front.example/bye";

    [Fact]
    public async Task The_page_after_a_sign_out_loads_the_sessions_apps_and_knows_the_way_back()
    {
        await AddAppAsync("front", "https://front.example/logout?x=1");
        await AddAppAsync("front-other", "https://front.example/other");
        host.World.AddPerson("rita");
        var session = host.World.SignIn("rita");
        var hint = await SignInAsync("front", "rita");

        var answer = await host.GetAsync("/connect/endsession?" + Stories.ToQuery([new("id_token_hint", hint), new("post_logout_redirect_uri", Bye), new("state", "s")]), "rita");

        var notice = await DescribeAsync(answer.Location!);
        Assert.Equal([$"https://front.example/logout?x=1&iss={Uri.EscapeDataString(ProviderHost.Issuer)}&sid={session.SessionId}"], notice!.Frames);
        Assert.Equal((Bye + "?state=s", "front"), (notice.ReturnTo, notice.ClientName));
        Assert.Null(host.World.SignedIn("rita"));
    }

    [Fact]
    public async Task A_yes_on_the_sign_out_page_leads_there_too()
    {
        await AddAppAsync("front-yes", "https://front.example/logout");
        host.World.AddPerson("sara");
        host.World.SignIn("sara");
        await SignInAsync("front-yes", "sara");

        await host.InScopeAsync<SignOutRequests>(async requests =>
        {
            var context = new DefaultHttpContext();
            context.Request.Headers[World.PersonHeader] = "sara";
            var notice = await DescribeAsync((await requests.FinishAsync(context, null, CancellationToken.None))!);
            Assert.Single(notice!.Frames);
            Assert.Null(notice.ReturnTo);
        });
    }

    [Fact]
    public async Task Handles_that_are_broken_foreign_or_old_load_nothing()
    {
        await AddAppAsync("front-handle", "https://front.example/logout");
        host.World.AddPerson("toms");
        host.World.SignIn("toms");
        var hint = await SignInAsync("front-handle", "toms");
        host.World.SignIn("toms");
        var foreign = (await host.GetAsync("/connect/endsession?id_token_hint=" + hint, "toms")).Location!;
        Assert.StartsWith("/sign-out?request=", foreign);
        host.World.SignIn("toms");
        var address = (await host.GetAsync("/connect/endsession?id_token_hint=" + await SignInAsync("front-handle", "toms"), "toms")).Location!;

        Assert.Null(await DescribeAsync(address[..^3]));
        Assert.Null(await DescribeAsync("/signed-out?request="));
        Assert.Null(await DescribeAsync("/signed-out?request=" + foreign["/sign-out?request=".Length..]));
        Assert.NotNull(await DescribeAsync(address));
        host.Clock.Advance(TimeSpan.FromMinutes(11));
        Assert.Null(await DescribeAsync(address));
    }

    [Theory]
    [InlineData("https://front.example:8443/logout")]
    [InlineData("http://front.example/logout")]
    [InlineData("https://other.example/logout")]
    [InlineData("https://front.example.evil.example/logout")]
    [InlineData("https://front.example/logout?sid=1")]
    [InlineData("https://front.example/logout?iss=1")]
    [InlineData("https://front.example/logout#x")]
    [InlineData("https://front.example/x y")]
    [InlineData("javascript:alert(1)")]
    [InlineData("/logout")]
    public async Task An_address_that_is_not_the_apps_own_is_refused(string uri)
    {
        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => AddAppAsync("front-refused", uri));

        Assert.Contains("frontchannel_logout_uri", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Discovery_says_so()
    {
        var document = (await host.GetAsync("/.well-known/openid-configuration")).Json;

        Assert.True(document.GetProperty("frontchannel_logout_supported").GetBoolean());
        Assert.True(document.GetProperty("frontchannel_logout_session_supported").GetBoolean());
    }

    private async Task AddAppAsync(string id, string uri)
    {
        await host.RegisterAsync(JsonSerializer.Serialize(new
        {
            client_id = id,
            client_secret = ProviderHost.Secret,
            first_party = true,
            redirect_uris = new[] { "https://front.example/cb" },
            post_logout_redirect_uris = new[] { Bye },
            frontchannel_logout_uri = uri,
            frontchannel_logout_session_required = true,
        }));
    }

    private async Task<string> SignInAsync(string app, string person)
    {
        var request = Stories.AuthorizationRequest();
        (request["client_id"], request["redirect_uri"]) = (app, "https://front.example/cb");
        var code = (await host.AuthorizeAsync(request, person)).RedirectTo("https://front.example/cb")["code"];
        var tokens = await new Exchange(host, "/connect/token", app)
        {
            Form = { ["grant_type"] = "authorization_code", ["code"] = code, ["redirect_uri"] = "https://front.example/cb", ["code_verifier"] = Stories.Verifier },
        }.SendAsync();
        Assert.Equal(HttpStatusCode.OK, tokens.Status);
        return tokens["id_token"];
    }

    private async Task<SignedOutNotice?> DescribeAsync(string address)
    {
        SignedOutNotice? notice = null;
        Assert.StartsWith("/signed-out?request=", address);
        await host.InScopeAsync<FrontChannelLogout>(async apps => notice = await apps.DescribeAsync(address["/signed-out?request=".Length..], CancellationToken.None));
        return notice;
    }
}
