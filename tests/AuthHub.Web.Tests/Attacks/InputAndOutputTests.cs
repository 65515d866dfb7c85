using System.Net;
using System.Net.Sockets;
using System.Text;
using AuthHub.SignIn.Audit;
using AuthHub.Web.Tests.Support;

namespace AuthHub.Web.Tests.Attacks;

/// <summary>What is typed never becomes mark-up, a header, a statement or a second log line; what is answered carries its guards.</summary>
public sealed class InputAndOutputTests(AuthHubHost host) : IClassFixture<AuthHubHost>
{
    private static readonly string[] Nasty =
    [
        "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "' OR 1=1 --", "%' OR '%'='", "*)(uid=*", "{{7*7}}", "${jndi:ldap://x}", "@Model.Run", "javascript:alert(1)",
        "a\u202Ecba", "\u001b[31mred", "a\u2028b", "\ud800", "x'; DROP TABLE users; --", "{\"a\":1}", "%0d%0aSet-Cookie: a=b", "\uFEFF", "İ", "ﷺﷺﷺ",
    ];

    [Fact]
    public async Task INP_04_INP_06_OUT_01_Whatever_is_typed_stays_text()
    {
        var app = await host.AddAppAsync();
        foreach (var text in Nasty)
        {
            var guest = host.Visitor();
            await guest.StartAsync(app);
            await guest.SubmitAsync(("username", text));
            AssertHarmless(guest.At, text);
            if (guest.At.Stage == "password")
            {
                await guest.SubmitAsync(("password", text));
                AssertHarmless(guest.At, text);
                Assert.Equal("password", guest.At.Stage);
            }

            foreach (var parameter in (string[])["login_hint", "ui_locales", "state", "nonce", "acr_values", "claims", "id_token_hint", "prompt"])
            {
                AssertHarmless(await guest.OpenAsync(guest.AuthorizeAddress(app, (parameter, text.Replace("\ud800", "", StringComparison.Ordinal)))), text);
            }
        }
    }

    [Fact]
    public async Task INP_04_NUL_in_a_field_is_refused_and_nothing_breaks()
    {
        var (person, app, guest) = (await host.AddPersonAsync(totp: true), await host.AddAppAsync(), host.Visitor());
        await guest.StartAsync(app);
        Assert.Equal(HttpStatusCode.Forbidden, (await guest.SubmitAsync(("username", person.Username + "\0"))).Status);
        await guest.StartAsync(app);
        Assert.NotNull((await guest.SubmitAsync(("username", person.Username + "\u007f"))).Refusal);
        Assert.NotNull((await guest.SubmitAsync(("username", person.Username + "\r\nx"))).Refusal);
        await guest.SubmitAsync(("username", person.Username));
        Assert.Equal("password", guest.At.Stage);
        Assert.Empty(await host.TrailAsync(person));
    }

    [Fact]
    public async Task CON_05_Names_are_escaped_on_every_page_of_the_sign_in()
    {
        const string name = "<b>App</b>\"'{{x}}";
        var (person, app) = (await host.AddPersonAsync(displayName: "<i>Vera</i> \"Berg\"", email: "con05@example.org"), await host.AddAppAsync(demand: "medium", name: name, asksConsent: true));
        var visitor = host.Visitor();
        List<Page> pages = [await visitor.StartAsync(app), await visitor.UsernameAsync(person.Username), await visitor.PasswordAsync(person.Password), await visitor.ChooseAsync("totp")];

        Assert.All(pages, page => AssertHarmless(page, name));
        Assert.All(pages, page => Assert.DoesNotContain("<i>Vera", page.Html, StringComparison.Ordinal));
        Assert.Contains("<b>App</b>", pages[0].Words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OUT_03_OUT_04_Every_answer_carries_its_guards()
    {
        var (person, app, visitor) = (await host.AddPersonAsync(totp: true), await host.AddAppAsync(), host.Visitor());
        await visitor.StartAsync(app);
        List<Page> answers = [visitor.At, .. visitor.At.Way, await visitor.UsernameAsync(person.Username), await visitor.PasswordAsync("wrong"), await visitor.PasswordAsync(person.Password)];
        answers.AddRange([.. answers[^1].Way]);
        foreach (var address in (string[])["/", "/account", "/account.css", "/account/x.css", "/nosuch", "/error", "/connect/jwks", "/.well-known/openid-configuration", "/connect/token", "/connect/userinfo", "/connect/authorize?%00", "/assets/authhub.css", "/health/live"])
        {
            answers.Add(await visitor.AskAsync(HttpMethod.Get, address));
        }

        answers.Add(await visitor.AskAsync(HttpMethod.Put, "/account"));
        answers.Add(await visitor.AskAsync(HttpMethod.Get, "/", null, ("Host", "evil.example")));
        Assert.All(answers, answer =>
        {
            string Header(string name) => string.Join(",", answer.Response.Headers.TryGetValues(name, out var values) ? values : []);
            Assert.Equal("nosniff", Header("X-Content-Type-Options"));
            Assert.Equal("no-referrer", Header("Referrer-Policy"));
            Assert.Equal("same-origin", Header("Cross-Origin-Opener-Policy"));
            Assert.NotEmpty(Header("Permissions-Policy"));
            var csp = Header("Content-Security-Policy");
            Assert.Contains("default-src 'none'", csp, StringComparison.Ordinal);
            Assert.Contains("frame-ancestors 'none'", csp, StringComparison.Ordinal);
            Assert.DoesNotContain("unsafe", csp, StringComparison.Ordinal);
            Assert.Empty(Header("Server") + Header("X-Powered-By"));
            Assert.True(answer.Path.StartsWith("/assets", StringComparison.Ordinal) || answer.Path is "/connect/jwks" or "/.well-known/openid-configuration" || answer.Response.Headers.CacheControl?.NoStore == true, answer.ToString());
            Assert.DoesNotMatch("(?i)<script(?![^>]*src=)|\\son[a-z]+=\"|style=\"", answer.Html.Replace("<svg", "", StringComparison.Ordinal));
        });
        Assert.Equal(404, (int)(await visitor.AskAsync(HttpMethod.Get, "/account.css")).Status);
        Assert.Equal(404, (int)(await visitor.AskAsync(HttpMethod.Get, "/account/x.css")).Status);
    }

    [Fact]
    public async Task OUT_02_OUT_06_Line_breaks_make_no_header_and_no_second_record()
    {
        var (person, app) = (await host.AddPersonAsync(), await host.AddAppAsync());
        var visitor = host.Visitor();
        visitor.Headers["User-Agent"] = "evil\u001b[2J\tagent {\"level\":\"error\"}";
        await visitor.StartAsync(app, ("state", "a\r\nSet-Cookie: b=c"));
        await visitor.UsernameAsync(person.Username);
        await visitor.PasswordAsync(person.Password);

        Assert.Equal("a\r\nSet-Cookie: b=c", visitor.At.Query["state"]);
        Assert.DoesNotContain("b", visitor.Cookies.Keys);
        Assert.All(await host.AllEventsAsync(), one => Assert.DoesNotContain(one.Type + one.Detail + one.ClientId + one.Address, char.IsControl));
        Assert.Equal(1, await host.CountAsync(person, AuditTypes.SignInCompleted));
    }

    [Fact]
    public async Task INP_01_A_parameter_comes_from_one_place()
    {
        var (person, app, visitor) = (await host.AddPersonAsync(totp: true), await host.AddAppAsync(), host.Visitor());
        await visitor.ToSecondFactorAsync(app, person);
        var code = person.Code(host.Clock.Now);

        // The right code anywhere but in the form's one field proves nothing.
        await visitor.ForgeAsync($"{visitor.At.Path}?code={code}", ("code", ""));
        await visitor.ForgeAsync($"{visitor.At.Path}?code={code}");
        visitor.Cookies["code"] = code;
        await visitor.ForgeAsync(visitor.At.Path, ("CODE", code), ("code[]", code), ("code.0", code));
        Assert.Equal(HttpStatusCode.BadRequest, (await visitor.ForgeAsync(visitor.At.Path, ("code", code), ("code", code))).Status);

        Assert.Empty(await host.SessionsAsync(person));
        Assert.Equal(["password"], (await host.RunsAsync(person)).Single().Proved());
    }

    [Theory]
    [InlineData("POST /connect/token HTTP/1.1\r\nHost: {0}\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /x HTTP/1.1\r\n\r\n")]
    [InlineData("POST /connect/token HTTP/1.1\r\nHost: {0}\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n")]
    [InlineData("POST /connect/token HTTP/1.1\r\nHost: {0}\r\nContent-Length: 4\r\nContent-Length: 5\r\n\r\nabcde")]
    [InlineData("POST /connect/token HTTP/1.1\r\nHost: {0}\r\nTransfer-Encoding: chunked\r\n\r\n1;x=\nA\r\nb\r\n0\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: {0}\r\nX: a\r\n b\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: {0}\r\nHost: evil.example\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost : {0}\r\n\r\n")]
    public async Task INP_07_A_request_with_two_readings_is_refused_and_the_connection_closed(string request)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, host.Port);
        var stream = socket.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(request.Replace("{0}", new Uri(host.Address).Authority, StringComparison.Ordinal)));
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        using var reader = new StreamReader(stream, Encoding.Latin1);
        var answer = await reader.ReadToEndAsync(patience.Token);

        Assert.Matches("^HTTP/1.1 4[0-9][0-9] ", answer);
        Assert.Single(System.Text.RegularExpressions.Regex.Matches(answer, "(?m)^HTTP/1.1 "));
    }

    [Theory]
    [InlineData("/account/")]
    [InlineData("/Account")]
    [InlineData("//account")]
    [InlineData("/account%2f")]
    [InlineData("/%61ccount")]
    [InlineData("/account;x=1")]
    [InlineData("/x/../account")]
    [InlineData("/%2e%2e/account")]
    [InlineData("/account%5c")]
    [InlineData("/account.json")]
    [InlineData("/admin/")]
    [InlineData("/ADMIN/people")]
    [InlineData("/%61dmin/people")]
    public async Task INP_08_No_spelling_of_an_address_opens_a_page_behind_a_session(string path)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, host.Port);
        var stream = socket.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: {new Uri(host.Address).Authority}\r\nConnection: close\r\n\r\n"));
        using var reader = new StreamReader(stream, Encoding.UTF8);
        var answer = await reader.ReadToEndAsync();

        Assert.Matches("^HTTP/1.1 (303|302|404|400) ", answer);
        Assert.True(!answer.StartsWith("HTTP/1.1 30", StringComparison.Ordinal) || answer.Contains("Location: /sign-in/", StringComparison.OrdinalIgnoreCase), answer);
    }

    private static void AssertHarmless(Page page, string text)
    {
        Assert.True((int)page.Status < 500, $"{text}: {page}");
        Assert.DoesNotContain("<script>alert", page.Html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<img src=x", page.Html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<b>App", page.Html, StringComparison.Ordinal);
        Assert.DoesNotMatch("(?i)(href|src|action)=\"javascript:", page.Html);
    }
}
