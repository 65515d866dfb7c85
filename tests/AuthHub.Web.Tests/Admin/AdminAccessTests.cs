using System.Net;
using System.Reflection;
using AuthHub.OpenId.Clients;
using AuthHub.SignIn.Users;
using AuthHub.Web.Pages.Admin;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace AuthHub.Web.Tests.Admin;

/// <summary>Who may use the console: every route and every handler there is, tried by everybody (attacks ADM-01, ADM-09).</summary>
public sealed class AdminAccessTests(AdminHost host) : IClassFixture<AdminHost>
{
    [Fact]
    public async Task ADM_01_Strangers_are_sent_to_sign_in_everywhere()
    {
        using var stranger = new AdminBrowser(host.Issuer);
        var token = host.FormToken(stranger);

        foreach (var (address, isPost) in await DoorsAsync())
        {
            using var answer = await TryAsync(stranger, address, isPost, token);
            ShouldAskToSignIn(address, answer);
        }
    }

    [Fact]
    public async Task ADM_01_People_without_the_role_are_refused_everywhere()
    {
        using var somebody = await host.SignInAsync(await host.AddPersonAsync(NewName(), roles: "helpdesk"), "password", "totp");
        var token = host.FormToken(somebody);

        foreach (var (address, isPost) in await DoorsAsync())
        {
            using var answer = await TryAsync(somebody, address, isPost, token);
            Assert.True(answer.StatusCode == HttpStatusCode.Forbidden, $"{address} answered {answer.StatusCode}");
        }
    }

    [Fact]
    public async Task ADM_01_Administrators_with_a_password_only_are_asked_for_more_everywhere()
    {
        using var half = await host.SignInAsync(await host.AddPersonAsync(NewName(), roles: WellKnownRoles.Administrator), "password");
        var token = host.FormToken(half);

        foreach (var (address, isPost) in await DoorsAsync())
        {
            using var answer = await TryAsync(half, address, isPost, token);
            ShouldAskToSignIn(address, answer);
        }
    }

    [Fact]
    public async Task ADM_01_Administrators_open_every_page()
    {
        using var admin = await host.SignInAsync(await host.AddPersonAsync(NewName(), roles: WellKnownRoles.Administrator), "password", "totp");

        foreach (var (address, _) in (await DoorsAsync()).Where(door => !door.IsPost))
        {
            using var answer = await admin.GetAsync(address);
            Assert.True(answer.StatusCode == HttpStatusCode.OK || answer.Headers.Location?.OriginalString == "/admin/people", $"{address} answered {answer.StatusCode}");
        }
    }

    [Fact]
    public async Task Every_change_needs_a_fresh_proof()
    {
        using var admin = await host.SignInAsync(await host.AddPersonAsync(NewName(), roles: WellKnownRoles.Administrator), "password", "totp");
        host.Clock.Advance(TimeSpan.FromMinutes(11));
        var token = host.FormToken(admin);

        foreach (var (address, _) in (await DoorsAsync()).Where(door => door.IsPost))
        {
            using var answer = await TryAsync(admin, address, isPost: true, token);
            ShouldAskToSignIn(address, answer);
        }
    }

    [Fact]
    public async Task Changes_without_the_form_s_token_are_refused()
    {
        using var admin = await host.SignInAsync(await host.AddPersonAsync(NewName(), roles: WellKnownRoles.Administrator), "password", "totp");

        foreach (var (address, _) in (await DoorsAsync()).Where(door => door.IsPost))
        {
            using var answer = await admin.PostAsync(address);
            Assert.True(answer.StatusCode == HttpStatusCode.Forbidden, $"{address} answered {answer.StatusCode}");
        }
    }

    [Fact]
    public async Task ADM_09_A_role_taken_away_is_gone_at_the_next_request()
    {
        var one = await host.AddPersonAsync(NewName(), roles: WellKnownRoles.Administrator);
        var other = await host.AddPersonAsync(NewName(), roles: WellKnownRoles.Administrator);
        using var acting = await host.SignInAsync(one, "password", "totp");
        using var losing = await host.SignInAsync(other, "password", "totp");
        Assert.Equal(HttpStatusCode.OK, (await losing.GetAsync("/admin/people")).StatusCode);

        using var done = await acting.SendAsync($"/admin/people/{other.Id:N}", "Roles", ("type", "staff"), ("roles", "helpdesk"));

        Assert.Equal(HttpStatusCode.SeeOther, done.StatusCode);
        ShouldAskToSignIn("/admin/people", await losing.GetAsync("/admin/people"));
        using var again = await host.SignInAsync(other, "password", "totp");
        Assert.Equal(HttpStatusCode.Forbidden, (await again.GetAsync("/admin/people")).StatusCode);
    }

    [Fact]
    public async Task ADM_09_A_role_taken_away_in_the_store_alone_is_gone_too()
    {
        var other = await host.AddPersonAsync(NewName(), roles: WellKnownRoles.Administrator);
        await host.AddPersonAsync(NewName(), roles: WellKnownRoles.Administrator);
        using var losing = await host.SignInAsync(other, "password", "totp");

        await host.WithAsync<IUsers, bool>(users => users.UpdateAsync(other.Id, user => user.Roles = [], default));

        Assert.Equal(HttpStatusCode.Forbidden, (await losing.GetAsync("/admin/people")).StatusCode);
    }

    private static string NewName() => "p" + Convert.ToHexString(System.Security.Cryptography.RandomNumberGenerator.GetBytes(8));

    private static Task<HttpResponseMessage> TryAsync(AdminBrowser browser, string address, bool isPost, string token) =>
        isPost ? browser.PostAsync(address, ("__RequestVerificationToken", token)) : browser.GetAsync(address);

    private static void ShouldAskToSignIn(string address, HttpResponseMessage answer)
    {
        var target = answer.Headers.Location?.OriginalString ?? "";
        Assert.True(answer.StatusCode == HttpStatusCode.SeeOther && target.StartsWith("/sign-in/", StringComparison.Ordinal), $"{address} answered {answer.StatusCode} {target}");
    }

    /// <summary>Every page of the console and every handler of it, with ids of somebody and something that exist.</summary>
    private async Task<IReadOnlyList<(string Address, bool IsPost)>> DoorsAsync()
    {
        var person = await host.AddPersonAsync(NewName());
        var device = (await host.BoundAsync(person.Id)).First(one => one.Method == "totp");
        var app = new Client { ClientId = NewName(), Name = "App", SecretHash = new byte[32], RedirectUris = ["https://app.example.org/"], CreatedAt = host.Clock.Now };
        await host.WithAsync<IClients, bool>(clients => clients.AddAsync(app, default));

        var doors = new List<(string, bool)>();
        foreach (var page in host.App.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(route => route.RoutePattern.RawText!.TrimStart('/').StartsWith("admin", StringComparison.Ordinal)))
        {
            var address = "/" + page.RoutePattern.RawText!.TrimStart('/')
                .Replace("{id}", person.Id.ToString("N")).Replace("{authenticator}", device.Id.ToString("N")).Replace("{clientId}", app.ClientId);
            Assert.DoesNotContain("{", address, StringComparison.Ordinal);
            doors.Add((address, false));
            doors.AddRange(HandlersOf(page).Select(handler => (handler.Length == 0 ? address : $"{address}?handler={handler}", true)));
        }

        Assert.True(doors.Count >= 20, "The console has lost its pages.");
        return doors;
    }

    private static IEnumerable<string> HandlersOf(RouteEndpoint page)
    {
        var name = page.Metadata.GetMetadata<PageActionDescriptor>()!.ViewEnginePath.Split('/')[^1] + "Model";
        var model = typeof(AdminPage).Assembly.GetType($"{typeof(AdminPage).Namespace}.{name}") ?? throw new InvalidOperationException($"{name} is not named after its page.");
        Assert.True(model.IsSubclassOf(typeof(AdminPage)), $"{name} does not stand behind the console's door.");
        return model.GetMethods(BindingFlags.Public | BindingFlags.Instance)
            .Where(method => method.Name.StartsWith("OnPost", StringComparison.Ordinal))
            .Select(method => method.Name["OnPost".Length..].Replace("Async", "", StringComparison.Ordinal));
    }
}
