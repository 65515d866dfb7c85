using System.Net;
using System.Text.RegularExpressions;
using AuthHub.SignIn.Audit;
using AuthHub.SignIn.Users;
using AuthHub.Web.Tests.Support;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace AuthHub.Web.Tests.Attacks;

/// <summary>
/// FLOW-22: with only the password proved, every address of the running host is tried with the run's own cookies. The list is
/// read from the host, so a new route is refused or has to be named here as open to everybody.
/// </summary>
public sealed partial class FlowSurfaceTests(AuthHubHost host) : IClassFixture<AuthHubHost>
{
    /// <summary>What anybody may see, signed in or not.</summary>
    private static readonly string[] Open =
        ["/", "/error", "/signed-out", "/device", "/device/done", "/sign-in/lost", "/connect/jwks", "/connect/checksession", "/connect/checksession.js", "/.well-known/openid-configuration", "/.well-known/oauth-authorization-server", "/.well-known/oauth-authorization-server/", "/health/live", "/health/ready", "/assets/authhub.css"];

    private const string DisplayName = "Halfway Hanna";

    private const string Email = "halfway.hanna@example.org";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task FLOW_22_With_the_password_alone_no_route_answers_as_signed_in(bool isAdministrator)
    {
        var email = isAdministrator ? "a." + Email : Email;
        var (person, app) = (await host.AddPersonAsync(totp: true, email: email, displayName: DisplayName, roles: isAdministrator ? [WellKnownRoles.Administrator] : []), await host.AddAppAsync());
        var visitor = host.Visitor();
        var handle = await HandleAsync(visitor, app);
        await visitor.OpenAsync("/connect/authorize?resume=" + handle);
        var ticket = visitor.At.Run;
        await visitor.UsernameAsync(person.Username);
        await visitor.PasswordAsync(person.Password);
        Assert.Equal("verify/totp", visitor.At.Stage);
        var (stage, ledger) = (visitor.At, (await host.RunsAsync(person)).Single());
        var addresses = Addresses(person, app, [stage.Run, ticket], handle);
        Assert.True(addresses.Count > 40, string.Join('\n', addresses));

        foreach (var address in addresses)
        {
            // Each try from the same window: what one answer sets in the jar, the next request brings along.
            Judge(address, await visitor.AskAsync(HttpMethod.Get, address), person);
            Judge(address, await visitor.PostAsync(address, (Form.TokenField, stage.Forms[0].Fields[Form.TokenField]), ("username", person.Username), ("method", "totp"), ("ask", "x"), ("request", handle), ("resume", handle)), person);
            Judge(address, await visitor.AskAsync(HttpMethod.Get, address, null, ("Authorization", "Bearer " + stage.Run), ("Accept", "application/json")), person);
        }

        Assert.Equal(new Holdings(0, 0, 0, 2, 0), await host.HoldingsAsync(person));
        Assert.Equal(["password"], (await host.RunsAsync(person)).Single(run => run.Id == ledger.Id).Proved());
        Assert.DoesNotContain(AuditTypes.SignInCompleted, await host.TrailAsync(person));

        // All along the run was alive: the code, and nothing else, was missing.
        host.Clock.Advance(TimeSpan.FromMinutes(2));
        await visitor.OpenAsync($"/sign-in/{stage.Run}");
        if (visitor.At.Stage == "choose")
        {
            await visitor.ChooseAsync("totp");
        }

        Assert.True((await visitor.CodeAsync(person.Code(host.Clock.Now))).IsAtApp, visitor.At.ToString());
    }

    /// <summary>What stands for the app's waiting request in our own addresses.</summary>
    private static async Task<string> HandleAsync(Visitor visitor, App app)
    {
        var parameters = new Page(new Uri("http://x" + visitor.AuthorizeAddress(app)), HttpStatusCode.OK, "", new HttpResponseMessage(), []).Query;
        return (await visitor.PostAsync("/connect/authorize", [.. parameters.Select(one => (one.Key, one.Value))])).Location!.Split("?resume=")[1];
    }

    private static void Judge(string address, Page answer, Person person)
    {
        var what = Long().Replace($"{answer.Response.RequestMessage!.Method} {address}: {(int)answer.Status} {answer.Location}", "...");
        var (path, isSuccess) = (answer.Url.AbsolutePath, answer.Response.IsSuccessStatusCode);
        Assert.DoesNotContain("authhub-session", answer.Response.Headers.TryGetValues("Set-Cookie", out var set) ? string.Join(' ', set) : "", StringComparison.Ordinal);
        Assert.True((int)answer.Status < 500, what);

        // Only her run's own stage with its choice, and what is open to everybody, answers at all.
        Assert.True(!isSuccess || Open.Contains(path) || answer.Stage is "verify/totp" or "choose", what);
        Assert.True(answer.Location is not { } to || to.StartsWith("/sign-in/", StringComparison.Ordinal) || to.StartsWith("/connect/authorize?resume=", StringComparison.Ordinal) || to.StartsWith("/connect/endsession?resume=", StringComparison.Ordinal) || to is "/account" or "/signed-out" or "/device", what);
        Assert.True(isSuccess || answer.Location is not null || (int)answer.Status is 400 or 401 or 404 or 405 or 410, what);

        // Nobody is told who she is: not even her own stage shows more than she typed.
        foreach (var hers in (string[])[DisplayName, person.User.Email!, person.Subject, person.Id.ToString()])
        {
            Assert.False(answer.Html.Contains(hers, StringComparison.OrdinalIgnoreCase), $"{what} tells {hers}");
        }
    }

    /// <summary>Every route with every id that exists in its place: hers, the run's, the app's.</summary>
    private List<string> Addresses(Person person, App app, string[] runs, string handle)
    {
        Dictionary<string, string[]> values = new()
        {
            ["run"] = runs,
            ["id"] = [person.Id.ToString("N"), person.TotpId.ToString("N")],
            ["authenticator"] = [person.TotpId.ToString("N")],
            ["clientId"] = [app.Id],
            ["method"] = ["totp", "sms", "password"],
            ["name"] = ["authhub.css"],
            ["path"] = [""],
            ["reason"] = ["expired", "changed", "locked", "no-way"],
        };
        IEnumerable<string> Fill(string route) => Parameter().Match(route) is { Success: true } match
            ? values[match.Groups[1].Value].SelectMany(value => Fill(route[..match.Index] + value + route[(match.Index + match.Length)..]))
            : [route];
        var routes = host.Services.GetServices<EndpointDataSource>().SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
            .Select(endpoint => "/" + endpoint.RoutePattern.RawText!.TrimStart('/')).Distinct();
        return [.. routes.SelectMany(Fill).SelectMany(address => (string[])[address, address + "?handler=another", address + "?request=" + handle, address + "?resume=" + handle]).Order(StringComparer.Ordinal)];
    }

    [GeneratedRegex("[A-Za-z0-9_-]{100,}")]
    private static partial Regex Long();

    [GeneratedRegex(@"\{\*{0,2}(\w+)(?::regex\([^}]*)?\}")]
    private static partial Regex Parameter();
}
