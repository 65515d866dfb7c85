using System.Net;
using System.Text;
using AuthHub.SignIn.Audit;
using AuthHub.SignIn.Authenticators;
using AuthHub.SignIn.Runs;
using AuthHub.Storage;
using AuthHub.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace AuthHub.Web.Tests.Attacks;

/// <summary>Attacks that make a stage stumble: over a header, a parameter, what is stored. It asks again or refuses; it is never skipped.</summary>
public sealed class FlowDoubtTests(BehindProxyHost host) : IClassFixture<BehindProxyHost>
{
    private static readonly Dictionary<string, string[]> Headers = new()
    {
        ["X-Forwarded-For"] =
        [
            "a", "", ",", "unknown", "_hidden", "999.999.999.999", "1.2.3.4:99999", "1.2.3.4:", "[::1", "::1%eth0", "fe80::1%25lo", "0", "127.1", "0x7f.1", "1.2.3.4\t", "-1",
            "'; DROP TABLE users; --", new string(',', 4000), string.Join(", ", Enumerable.Repeat("127.0.0.1", 400)), "\xc3\x28", "\xf0\x9f\x8c\xb2",
        ],
        ["X-Forwarded-Proto"] = ["javascript", "https, http", "", "HTTPS\t", "\xff", new string('h', 4000)],
        ["Forwarded"] = ["for=\"_gazonk\"", "for=[::1", "=;,"],
        ["User-Agent"] = ["", new string('U', 8192), "\u001b[2J\t{\"level\":\"error\"}", "${jndi:ldap://x}", "\xff\xfe", "\xed\xa0\x80", "\xf0\x9f\x8c\xb2", "<script>", string.Concat(Enumerable.Repeat("(", 4000))],
        ["Accept-Language"] =
        [
            string.Join(", ", Enumerable.Range(0, 700).Select(i => $"x-{i:D4}")) + new string('a', 2000), new string('x', 8192), "*", ";q=abc", "en;q=1.5,,;;", "\xe2\x80\xae", "lv;q=NaN", "..", "en-" + new string('-', 200),
            "a;b;c=\"", "\xff",
        ],
        ["Accept"] = ["", "text/html;q=\"", new string('/', 8192)],
        ["Accept-Encoding"] = ["br;q=x", new string('z', 8192)],
        ["Cookie"] = [".AspNetCore.Culture=c=%00|uic=zz-zz-zz", ".AspNetCore.Culture=" + new string('c', 3000), "authhub-known=\"", new string(';', 4000)],
        ["Referer"] = ["\xff", "javascript:1", new string('r', 8192)],
        ["Origin"] = ["null", "\xff", "http://["],
        ["Sec-Fetch-Site"] = ["", "same-origin, cross-site", "\xff"],
        ["Priority"] = ["u=\xff"],
        ["traceparent"] = ["x", "00-" + new string('0', 32) + "-" + new string('0', 16) + "-00", new string('a', 4000)],
    };

    private static readonly Dictionary<string, string[]> Parameters = new()
    {
        ["login_hint"] =
        [
            "", " ", "a\0b", "a\r\nb", "\u202Ea", "\u001b[2J", "\uFEFF", "@", "@@", "a@", "{\"sub\":", "[]", "%", "%zz", "'\"><script>", new string('a', 254), new string('a', 255), new string('\u0101', 2000), new string('a', 20_000),
            "tel:+371", "mailto:a@b", "javascript:alert(1)", "\ud83c\udf32",
        ],
        ["ui_locales"] = ["", "xx", "en-" + new string('x', 4000), "zz-ZZ-" + new string('-', 50), "../..", "lv;q=1", "\u202E", "%"],
        ["claims_locales"] = ["x", "\u202E"],
        ["culture"] = ["xx-yy-zz", "\u202E", new string('c', 300)],
        ["ui-culture"] = ["xx-yy-zz", "../en"],
        ["acr_values"] = [string.Join(' ', Enumerable.Repeat("x", 800)), "basic\tmedium", "BASIC", "none"],
        ["max_age"] = ["2147483647", "99999999999", "-0", "0x1"],
        ["display"] = ["none", "wap"],
        ["id_token_hint"] = ["x", "a.b.c", "..", new string('h', 5000)],
        ["claims"] = ["{}", "{\"id_token\":{\"acr\":{\"values\":[\"none\"]}}}", "null", "{\"userinfo\":{\"sub\":{\"value\":\"x\"}}}"],
        ["notice"] = ["stale", "\u202E"],
    };

    public static TheoryData<string> HeaderNames => [.. Headers.Keys];

    public static TheoryData<string> ParameterNames => [.. Parameters.Keys];

    [Theory]
    [MemberData(nameof(HeaderNames))]
    public async Task FLOW_15_No_header_makes_a_stage_be_skipped(string name)
    {
        var app = await host.AddAppAsync();
        foreach (var value in Headers[name])
        {
            await WalkAsync(app, $"{name}: {value}", [], name == "Cookie" ? null : (name, value), name == "Cookie" ? value : "");
        }
    }

    [Theory]
    [MemberData(nameof(ParameterNames))]
    public async Task FLOW_15_No_parameter_makes_a_stage_be_skipped(string name)
    {
        var app = await host.AddAppAsync();
        foreach (var value in Parameters[name])
        {
            await WalkAsync(app, $"{name}={value}", [(name, value)], null, "");
        }
    }

    [Theory]
    [InlineData("odd-level", "set-up")]
    [InlineData("odd-method", "no-way")]
    public async Task FLOW_15_A_role_whose_demand_nobody_understands_demands_all_there_is(string role, string stage)
    {
        var (person, app, visitor) = (await host.AddPersonAsync(roles: [role]), await host.AddAppAsync(), host.Visitor());
        await visitor.ToSecondFactorAsync(app, person);

        Assert.Equal(stage, visitor.At.Stage);
        await ShouldStayOutsideAsync(visitor, person);
    }

    [Fact]
    public async Task FLOW_15_A_factor_whose_state_cannot_be_read_is_not_passed_over()
    {
        var (person, app, visitor) = (await host.AddPersonAsync(totp: true), await host.AddAppAsync(), host.Visitor());
        await host.WithAsync((AuthHubDb db) => db.Set<Authenticator>().Where(one => one.Id == person.TotpId).ExecuteUpdateAsync(set => set.SetProperty(one => one.SealedState, Encoding.ASCII.GetBytes("not what was sealed"))));
        await visitor.ToSecondFactorAsync(app, person);

        Assert.Equal(HttpStatusCode.InternalServerError, visitor.At.Status);
        await ShouldStayOutsideAsync(visitor, person);
        Assert.Equal(["password"], (await host.RunsAsync(person)).Single().Proved());
    }

    [Fact]
    public async Task FLOW_15_A_factor_of_a_method_this_server_does_not_know_is_not_passed_over()
    {
        // As during an upgrade: another server knew the method and bound it.
        var (person, app, visitor) = (await host.AddPersonAsync(totp: true), await host.AddAppAsync(), host.Visitor());
        await host.WithAsync((AuthHubDb db) => db.Set<Authenticator>().Where(one => one.Id == person.TotpId).ExecuteUpdateAsync(set => set.SetProperty(one => one.Method, "carrier-pigeon")));
        await visitor.ToSecondFactorAsync(app, person);

        Assert.Equal("locked", visitor.At.Stage);
        await ShouldStayOutsideAsync(visitor, person);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("nonsense")]
    [InlineData("{\"Proofs\":[]}")]
    public async Task FLOW_15_A_run_whose_memory_is_damaged_ends(string memory)
    {
        var (person, app, visitor) = (await host.AddPersonAsync(totp: true), await host.AddAppAsync(), host.Visitor());
        await visitor.ToSecondFactorAsync(app, person);
        await host.WithAsync((AuthHubDb db) => db.Set<Run>().Where(run => run.UserId == person.Id).ExecuteUpdateAsync(set => set.SetProperty(run => run.State, memory)));

        Assert.Equal(HttpStatusCode.InternalServerError, (await visitor.PostAsync(visitor.At, 0, ("code", person.Code(host.Clock.Now)))).Status);
        await ShouldStayOutsideAsync(visitor, person);
    }

    /// <summary>A whole sign-in with one odd thing about it: it is refused, or it asks every stage.</summary>
    private async Task WalkAsync(App app, string what, (string Name, string Value)[] parameters, (string Name, string Value)? header, string cookie)
    {
        what = what.Length > 120 ? what[..120] : what;
        var (person, visitor) = (await host.AddPersonAsync(totp: true), host.Visitor());
        if (header is { } odd)
        {
            visitor.Headers[odd.Name] = odd.Value;
        }

        if (cookie.Length > 0)
        {
            visitor.Cookies[cookie.Split('=')[0]] = cookie[(cookie.IndexOf('=') + 1)..];
        }

        var pages = new List<Page> { await visitor.StartAsync(app, parameters) };
        if (visitor.At.Stage == "username")
        {
            pages.Add(await visitor.UsernameAsync(person.Username));
        }

        if (visitor.At.Stage == "password")
        {
            pages.Add(await visitor.PasswordAsync(person.Password));
        }

        Assert.All(pages.SelectMany(page => page.Way.Append(page)), page => Assert.True((int)page.Status < 500, $"{what}: {page}"));
        Assert.True(visitor.At.Stage == "verify/totp" || IsRefused(visitor.At), $"{what}: {visitor.At}");
        await ShouldStayOutsideAsync(visitor, person);
        if (visitor.At.Stage != "verify/totp")
        {
            return;
        }

        // With the code she gets in, or is refused; there is no third.
        await visitor.CodeAsync(person.Code(host.Clock.Now));
        Assert.True(visitor.At.Code is not null || IsRefused(visitor.At), $"{what}: {visitor.At}");
        Assert.True(visitor.At.Code is null || (await visitor.FinishAsync()).Acr == "medium", what);
        Assert.Equal(["password", "totp"], (await host.SessionsAsync(person)).Single().Proofs.Select(proof => proof.Method));
    }

    private static bool IsRefused(Page page) => (int)page.Status is >= 400 and < 500 || (page.IsAtApp && page.Code is null && page.Query.ContainsKey("error"));

    private async Task ShouldStayOutsideAsync(Visitor visitor, Person person)
    {
        using var other = visitor.Copy();
        if (other.At.Path.StartsWith("/sign-in/", StringComparison.Ordinal))
        {
            await other.OpenAsync($"/sign-in/{other.At.Run}/done");
            Assert.Null(other.At.Code);
        }

        Assert.DoesNotContain("authhub-session", visitor.Cookies.Keys.Concat(other.Cookies.Keys));
        var holdings = await host.HoldingsAsync(person);
        Assert.Equal((0, 0, 0), (holdings.Sessions, holdings.Authorizations, holdings.CompletedRuns));
        Assert.Equal(0, await host.CountAsync(person, AuditTypes.SignInCompleted));
    }
}
