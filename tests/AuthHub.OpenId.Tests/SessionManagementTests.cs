using System.Net;
using AuthHub.OpenId.SessionManagement;
using AuthHub.OpenId.Tests.Hosting;

namespace AuthHub.OpenId.Tests;

/// <summary>OpenID Session Management 1.0, as far as no browser is needed.</summary>
public sealed class SessionManagementTests(ProviderHost host) : IClassFixture<ProviderHost>
{
    [Fact]
    public async Task An_answer_carries_what_the_frame_will_compute_from_the_browsers_cookie()
    {
        var (answer, cookie) = await AuthorizeAsync(Stories.AuthorizationRequest());

        var parts = answer.RedirectTo("https://rp.example/cb")["session_state"].Split('.');
        var state = cookie!["__Host-authhub-state=".Length..].Split(';')[0];
        Assert.Equal(SessionStates.Hash("helpdesk", "https://rp.example", state, parts[1]), parts[0]);
        Assert.NotEqual(SessionStates.Hash("helpdesk", "https://evil.example", state, parts[1]), parts[0]);
        Assert.Equal(2, parts.Length);
        Assert.DoesNotContain("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("; secure; samesite=none", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(host.World.SignedIn("alice")!.SessionId.ToString("N"), state, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task The_cookie_stays_while_the_session_does_and_the_salt_never()
    {
        var (first, cookie) = await AuthorizeAsync(Stories.AuthorizationRequest());
        var (second, again) = await AuthorizeAsync(Stories.AuthorizationRequest(), cookie!.Split(';')[0]);

        Assert.Null(again);
        Assert.NotEqual(first.RedirectTo("https://rp.example/cb")["session_state"], second.RedirectTo("https://rp.example/cb")["session_state"]);

        host.World.AddPerson("uldis");
        host.World.SignIn("uldis");
        var (_, other) = await AuthorizeAsync(Stories.AuthorizationRequest(), cookie.Split(';')[0], "uldis");
        Assert.NotEqual(cookie, other);
    }

    [Fact]
    public async Task Apps_that_are_no_pages_refusals_and_requests_without_openid_get_none()
    {
        var native = Stories.AuthorizationRequest("phone");
        native["redirect_uri"] = "com.example.app:/cb";
        var (answer, cookie) = await AuthorizeAsync(native);
        var consented = await host.GetAsync(await host.ConsentAsync(answer, "alice"), "alice");
        Assert.DoesNotContain("session_state", consented.Location!, StringComparison.Ordinal);
        Assert.Null(cookie);

        var (refused, none) = await AuthorizeAsync(new(Stories.AuthorizationRequest()) { ["prompt"] = "none" }, person: "nobody");
        Assert.Equal("login_required", refused.RedirectTo("https://rp.example/cb")["error"]);
        Assert.DoesNotContain("session_state", refused.Location!, StringComparison.Ordinal);
        Assert.Null(none);

        var (plain, _) = await AuthorizeAsync(new(Stories.AuthorizationRequest()) { ["scope"] = "profile" });
        Assert.DoesNotContain("session_state", plain.Location!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_frame_may_be_framed_and_runs_no_script_but_its_own()
    {
        var address = (await host.GetAsync("/.well-known/openid-configuration")).Json.GetProperty("check_session_iframe").GetString();
        Assert.Equal(ProviderHost.Issuer + "/connect/checksession", address);

        using var frame = await host.Http.GetAsync(new Uri("/connect/checksession", UriKind.Relative));
        using var script = await host.Http.GetAsync(new Uri("/connect/checksession.js", UriKind.Relative));

        Assert.Equal("text/html", frame.Content.Headers.ContentType!.MediaType);
        Assert.Equal("default-src 'none'; script-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors https:", frame.Headers.GetValues("Content-Security-Policy").Single());
        Assert.Contains("<script src=\"/connect/checksession.js\" data-cookie=\"__Host-authhub-state\"></script>", await frame.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal("text/javascript", script.Content.Headers.ContentType!.MediaType);
        Assert.DoesNotContain("innerHTML", await script.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, (await new Exchange(host, "/connect/checksession", null).SendAsync()).Status);
    }

    private async Task<(Answer Answer, string? Cookie)> AuthorizeAsync(Dictionary<string, string> request, string? cookie = null, string person = "alice")
    {
        using var message = new HttpRequestMessage(HttpMethod.Get, "/connect/authorize?" + Stories.ToQuery(request));
        message.Headers.Add(World.PersonHeader, person);
        if (cookie is not null)
        {
            message.Headers.Add("Cookie", cookie);
        }

        using var response = await host.Http.SendAsync(message);
        return (await Answer.OfAsync(response), response.Headers.TryGetValues("Set-Cookie", out var set) ? set.Single() : null);
    }
}
