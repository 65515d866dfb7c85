using System.Net;
using System.Net.Sockets;
using System.Web;
using AuthHub.Browser.Tests.Support;

namespace AuthHub.Browser.Tests.Journeys;

/// <summary>An app's page watches the session through AuthHub's frame (OpenID Session Management 1.0), in a real browser.</summary>
public sealed class Watching_the_session(RunningDemo demo, Chromium chromium) : BrowserTest(demo, chromium)
{
    private const string Password = "zilonis peld pa Gauju 7";
    private const string Secret = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";

    [Fact]
    public async Task The_frame_says_unchanged_until_the_person_signs_out()
    {
        var name = "liga." + Guid.CreateVersion7().ToString("N")[20..];
        await Demo.AddPersonAsync(new { username = name, email = name + "@smiltene.test", password = Password, displayName = "Līga", roles = new[] { "employee" }, authenticators = new[] { new { method = "totp", secret = Secret } } });
        using var app = new HttpListener();
        var (origin, client) = (Listen(app), "watcher-" + name);
        await Demo.AddClientAsync(new { client_id = client, client_name = "Watcher", redirect_uris = new[] { origin + "/cb" }, token_endpoint_auth_method = "none", first_party = true });

        await Page.GotoAsync($"{Demo.AuthHub}/connect/authorize?client_id={client}&response_type=code&scope=openid&redirect_uri={origin}/cb&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256");
        await GiveUsernameAsync(name);
        await GivePasswordAsync(Password);
        await GiveCodeAsync(new AuthenticatorApp(Secret).CodeAt(await Demo.NowAsync()));
        await Page.WaitForURLAsync(origin + "/cb?**");
        var state = HttpUtility.ParseQueryString(new Uri(Page.Url).Query)["session_state"];

        Assert.Equal("unchanged", await AskAsync($"{client} {state}"));
        Assert.Equal("changed", await AskAsync($"helpdesk {state}"));
        Assert.Equal("error", await AskAsync("nonsense"));
        Assert.Equal("error", await AskAsync($"{client} {state}.more"));

        var other = await NewPageAsync();
        await other.GotoAsync(Demo.AuthHub + "/sign-out");
        await other.GetByRole(Microsoft.Playwright.AriaRole.Button, new() { Name = "Sign out" }).Last.ClickAsync();
        await other.WaitForURLAsync("**/signed-out");
        Assert.Equal("changed", await AskAsync($"{client} {state}"));
    }

    /// <summary>An app of one page on a port of its own; returns its origin.</summary>
    private static string Listen(HttpListener app)
    {
        using (var free = new TcpListener(IPAddress.Loopback, 0))
        {
            free.Start();
            app.Prefixes.Add($"http://localhost:{((IPEndPoint)free.LocalEndpoint).Port}/");
        }

        app.Start();
        _ = AnswerAsync(app);
        return app.Prefixes.Single().TrimEnd('/');
    }

    private static async Task AnswerAsync(HttpListener app)
    {
        while (app.IsListening)
        {
            try
            {
                var context = await app.GetContextAsync();
                context.Response.ContentType = "text/html";
                context.Response.Close("<!DOCTYPE html><title>App</title><link rel=icon href=data:,><p>App</p>"u8.ToArray(), willBlock: false);
            }
            catch (Exception end) when (end is HttpListenerException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private Task<string> AskAsync(string message) => Page.EvaluateAsync<string>(
        """
        async ([address, message]) => {
          const frame = document.createElement('iframe');
          frame.src = address;
          document.body.append(frame);
          await new Promise(done => frame.addEventListener('load', done));
          const answer = new Promise(done => window.addEventListener('message', event => event.source === frame.contentWindow && done(event.data), { once: true }));
          frame.contentWindow.postMessage(message, new URL(address).origin);
          return await Promise.race([answer, new Promise(done => setTimeout(() => done('silence'), 5000))]);
        }
        """,
        new[] { Demo.AuthHub + "/connect/checksession", message });
}
