using System.Net;
using System.Text;
using AuthHub.Web.Tests.Support;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AuthHub.Web.Tests.Attacks;

/// <summary>
/// What no good browser or app sends, to every address there is: the list is read from the host, so a new page is tested
/// the day it is mapped. Never a fault, never an answer without a way on, never a trace of the inside.
/// </summary>
public sealed class BadInputTests(AuthHubHost host) : IClassFixture<AuthHubHost>
{
    private static readonly string[] BadQueries =
    [
        "?", "?x", "?=", "?&&&", "?%", "?%zz", "?a=%00", "?a=%ff%fe", "?a=%c0%af", "?a=%ed%a0%80", "?client_id=a&client_id=b", "?resume=a&resume=b", "?request=a&request=b",
        "?resume=%20", "?request=x", "?handler=nosuch", "?handler=Another", "?handler=a&handler=b", "?page=-1", "?page=99999999999999999999", "?skip=abc", "?id=not-a-guid",
        "?q=%E2%80%AE%3Cscript%3E", "?notice=stale&notice=x", "?a[]=1&a[0]=2&a.b=3",
    ];

    private static readonly string[] BadCookies =
    [
        "authhub-session=x", "authhub-session=", "authhub-browser=x; authhub-browser=y", "authhub-form=x", "authhub-known=x", "authhub-known=%00", "=", ";;;", "authhub-session",
        "authhub-form=CfDJ8OLD; authhub-session=CfDJ8OLD; authhub-browser=CfDJ8OLD; authhub-known=CfDJ8OLD", "authhub-session=\"; authhub-browser=\"", ".AspNetCore.Antiforgery=abc",
    ];

    private static readonly (string? Type, string Body)[] BadBodies =
    [
        ("application/x-www-form-urlencoded", ""), ("application/x-www-form-urlencoded", "a=%00&username=%00&password=%00&code=%00"),
        ("application/x-www-form-urlencoded", "username=%ff%fe&password=%c0%af&code=%ed%a0%80"), ("application/x-www-form-urlencoded", "username=a&username=b&code=1&code=2&method=a&method=b"),
        ("application/x-www-form-urlencoded", "username[]=a&method[0]=b&code.x=1"), ("application/x-www-form-urlencoded", "%"), ("application/x-www-form-urlencoded; charset=utf-16", "a=b"),
        ("application/json", "{"), ("application/json", """{"username":"x"}"""), ("application/xml", "<a/>"), ("text/plain", "username=x"), (null, "username=x"), ("nonsense", "x"),
        ("multipart/form-data", "x"), ("multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; name=\"username\"\r\n\r\nx\r\n"),
        ("multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; name=\"f\"; filename=\"../../x\"\r\n\r\nx\r\n--b--\r\n"),
    ];

    private string[] Addresses => [.. Routes.SelectMany(route => (string[])[route.Replace("{run}", "nosuchrun", StringComparison.Ordinal), route.Replace("{run}", new string('a', 32), StringComparison.Ordinal)]).Select(Fill).Distinct()];

    private IEnumerable<string> Routes => host.Services.GetServices<EndpointDataSource>().SelectMany(source => source.Endpoints).OfType<RouteEndpoint>().Select(endpoint => "/" + endpoint.RoutePattern.RawText!.TrimStart('/')).Distinct().Order();

    [Fact]
    public void The_list_of_addresses_is_not_empty() => Assert.True(Addresses.Length > 30, string.Join('\n', Addresses));

    [Fact]
    public async Task Odd_queries_break_nothing() =>
        await TryAllAsync(Addresses.SelectMany(address => BadQueries.Select(query => (HttpMethod.Get, address + query, (HttpContent?)null, ""))));

    [Fact]
    public async Task Broken_cookies_break_nothing_and_strand_nobody() =>
        await TryAllAsync(Addresses.SelectMany(address => BadCookies.Select(cookie => (HttpMethod.Get, address, (HttpContent?)null, cookie))));

    [Fact]
    public async Task Odd_bodies_break_nothing() =>
        await TryAllAsync(Addresses.SelectMany(address => BadBodies.Select(body => (HttpMethod.Post, address, (HttpContent?)Content(body.Type, Encoding.UTF8.GetBytes(body.Body)), ""))));

    [Fact]
    public async Task Raw_bytes_and_huge_bodies_break_nothing()
    {
        byte[][] bodies = [[0, 1, 2, 255, 254], Encoding.ASCII.GetBytes("a=" + new string('a', 200_000)), Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(0, 5_000).Select(i => $"k{i}=1&"))), Encoding.ASCII.GetBytes(new string('k', 60_000) + "=1")];
        await TryAllAsync(Addresses.SelectMany(address => bodies.Select(body => (HttpMethod.Post, address, (HttpContent?)Content("application/x-www-form-urlencoded", body), ""))));
    }

    [Fact]
    public async Task INP_12_FLOW_37_Other_methods_are_not_allowed()
    {
        var visitor = host.Visitor();
        foreach (var address in Addresses)
        {
            // An app's own registration is put and deleted (RFC 7592); that asks for its token.
            var isRegistration = address.StartsWith("/connect/register/", StringComparison.Ordinal);
            foreach (var method in (string[])[.. isRegistration ? (string[])[] : ["PUT", "DELETE"], "PATCH", "OPTIONS", "TRACE", "PROPFIND", "NONSENSE"])
            {
                var answer = await visitor.AskAsync(new HttpMethod(method), address, null, ("X-HTTP-Method-Override", "GET"));
                Assert.True(answer.Status is HttpStatusCode.MethodNotAllowed, $"{method} {address}: {(int)answer.Status}");
            }
        }
    }

    [Fact]
    public async Task FLOW_37_A_page_that_takes_no_posts_is_not_shown_for_one()
    {
        var (person, app, visitor) = (await host.AddPersonAsync(totp: true), await host.AddAppAsync(), host.Visitor());
        await visitor.ToSecondFactorAsync(app, person);
        var (run, anybodys) = (visitor.At.Run, visitor.At.Forms[0].Fields[Form.TokenField]);
        await visitor.CodeAsync(person.Code(host.Clock.Now));
        await visitor.OpenAsync("/account/authenticators");
        var hers = visitor.At.Forms[0].Fields[Form.TokenField];

        foreach (var address in (string[])["/", "/account", "/account/authenticators", "/signed-out", "/sign-in/lost", $"/sign-in/{run}/again", $"/sign-in/{run}/ended"])
        {
            var answer = await visitor.PostAsync(address, (Form.TokenField, address.StartsWith("/account", StringComparison.Ordinal) ? hers : anybodys));
            Assert.True(answer.Status is HttpStatusCode.MethodNotAllowed, $"{address}: {(int)answer.Status}");
            Assert.Equal(["GET", "HEAD"], answer.Response.Content.Headers.Allow.Order());
        }
    }

    [Fact]
    public async Task INP_11_Long_headers_and_addresses_are_refused_politely()
    {
        foreach (var address in (string[])["/", "/connect/authorize", "/sign-in/x/password", "/account"])
        {
            Assert.Equal(HttpStatusCode.RequestHeaderFieldsTooLarge, (await host.Visitor().AskAsync(HttpMethod.Get, address, null, ("X-Long", new string('a', 64 * 1024)))).Status);
            Assert.Equal(HttpStatusCode.RequestUriTooLong, (await host.Visitor().AskAsync(HttpMethod.Get, address + "?a=" + new string('a', 40 * 1024))).Status);
        }

        var (person, app, visitor) = (await host.AddPersonAsync(totp: true), await host.AddAppAsync(), host.Visitor());
        Enumerable.Range(0, 80).ToList().ForEach(i => visitor.Cookies[$"foreign{i}"] = new string('x', 300));
        Assert.True((await visitor.SignInAsync(app, person)).IsAtApp);
    }

    [Fact]
    public async Task FLOW_31_A_stage_takes_a_form_and_nothing_else_even_with_a_right_token()
    {
        var (person, app, visitor) = (await host.AddPersonAsync(totp: true), await host.AddAppAsync(), host.Visitor());
        await visitor.StartAsync(app);
        await TryStageAsync(visitor);
        await visitor.UsernameAsync(person.Username);
        await TryStageAsync(visitor);
        host.Clock.Advance(TimeSpan.FromMinutes(6));
        await visitor.PasswordAsync(person.Password);
        await TryStageAsync(visitor);

        Assert.Empty(await host.SessionsAsync(person));
        Assert.Equal(["password"], (await host.RunsAsync(person)).Single().Proved());
    }

    [Fact]
    public async Task Old_truncated_and_foreign_handles_lead_to_a_page_with_a_way_on()
    {
        var (person, app, visitor) = (await host.AddPersonAsync(totp: true), await host.AddAppAsync(), host.Visitor());
        await visitor.StartAsync(app);
        var ticket = visitor.At.Run;
        await visitor.UsernameAsync(person.Username);
        foreach (var broken in (string[])[ticket[..^1], ticket + "A", ticket[1..], ticket.ToUpperInvariant(), new string('A', 20_000), "CfDJ8", Guid.Empty.ToString("N"), "%F0%9F%94%91", "..%2f..%2f"])
        {
            var page = await visitor.OpenAsync($"/sign-in/{broken}/password");
            AssertPolite(page, broken);
            Assert.InRange((int)page.Status, 400, 431);
        }
    }

    private static async Task TryStageAsync(Visitor visitor)
    {
        var token = visitor.At.Forms[0].Fields[Form.TokenField];
        foreach (var (type, body) in BadBodies)
        {
            AssertPolite(await visitor.AskAsync(HttpMethod.Post, visitor.At.Path, Content(type, Encoding.UTF8.GetBytes(body)), ("RequestVerificationToken", token)), $"{type} {body}");
        }

        foreach (var query in BadQueries)
        {
            AssertPolite(await visitor.ForgeAsync(visitor.At.Path + query, ("code", "1"), ("code", "2")), query);
            AssertPolite(await visitor.ForgeAsync(visitor.At.Path + query, ("authenticator", "x"), ("ask", "\u0001")), query);
            AssertPolite(await visitor.AskAsync(HttpMethod.Get, visitor.At.Path + query), query);
        }
    }

    private async Task TryAllAsync(IEnumerable<(HttpMethod Method, string Address, HttpContent? Content, string Cookie)> requests)
    {
        await Parallel.ForEachAsync(requests, new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (request, _) =>
        {
            using var visitor = host.Visitor();
            (string, string)[] headers = request.Cookie.Length > 0 ? [("Cookie", request.Cookie)] : [];
            AssertPolite(await visitor.AskAsync(request.Method, request.Address, request.Content, headers), $"{request.Method} {request.Address} {request.Cookie}");
        });
        Assert.DoesNotContain(host.Log.Lines, line => line.Category.Contains("ExceptionHandler", StringComparison.Ordinal) && line.Level >= LogLevel.Error);
    }

    private static void AssertPolite(Page answer, string what)
    {
        Assert.True((int)answer.Status < 500, $"{what}: {answer}");
        Assert.DoesNotMatch(@"(?m)^\s+at |Exception|stack trace|\bSystem\.|Npgsql|Microsoft\.", answer.Html);
        if ((int)answer.Status >= 400 && answer.Response.Content.Headers.ContentType?.MediaType == "text/html")
        {
            Assert.Contains("<a ", answer.Html, StringComparison.Ordinal);
        }
    }

    private static ByteArrayContent Content(string? type, byte[] body)
    {
        var content = new ByteArrayContent(body);
        if (type is not null)
        {
            content.Headers.TryAddWithoutValidation("Content-Type", type);
        }

        return content;
    }

    private static string Fill(string route) => System.Text.RegularExpressions.Regex.Replace(route, @"\{\*{0,2}(\w+)(:regex\(\^\((\w+)[^}]*|[^}]*)\}", match => match.Groups[3].Success ? match.Groups[3].Value : match.Groups[1].Value.Contains("id", StringComparison.OrdinalIgnoreCase) ? "00000000000000000000000000000001" : "x");
}
