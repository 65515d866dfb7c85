using System.Net;
using AuthHub.OpenId.Audit;
using AuthHub.OpenId.Consents;
using AuthHub.OpenId.Subjects;
using AuthHub.OpenId.Tests.Hosting;
using Microsoft.AspNetCore.Http;

namespace AuthHub.OpenId.Tests;

public sealed class ConsentTests(ProviderHost host) : IClassFixture<ProviderHost>
{
    private const string Back = "https://stranger.example/cb";

    [Fact]
    public async Task CON_01_Without_consent_prompt_none_gets_nothing()
    {
        NewPerson("ann");
        var request = Stories.AuthorizationRequest("stranger");
        request["prompt"] = "none";

        Assert.Equal("consent_required", (await host.AuthorizeAsync(request, "ann")).RedirectTo(Back)["error"]);
    }

    [Fact]
    public async Task A_yes_lasts_for_what_was_shown_and_no_further()
    {
        NewPerson("ben");
        var request = Stories.AuthorizationRequest("stranger");
        request["scope"] = "openid email";
        var asked = await host.AuthorizeAsync(request, "ben");
        Assert.StartsWith("/consent?request=", asked.Location);
        var resume = await host.ConsentAsync(asked, "ben");
        Assert.Contains("code", (await host.GetAsync(resume, "ben")).RedirectTo(Back).Keys);

        Assert.Contains("code", (await host.AuthorizeAsync(request, "ben")).RedirectTo(Back).Keys);
        request["scope"] = "openid email profile";
        Assert.StartsWith("/consent", (await host.AuthorizeAsync(request, "ben")).Location);
        request["scope"] = "openid email";
        request["claims"] = """{"userinfo":{"name":null}}""";
        Assert.StartsWith("/consent", (await host.AuthorizeAsync(request, "ben")).Location);
    }

    [Fact]
    public async Task CON_02_A_public_client_asks_every_time()
    {
        NewPerson("cyd");
        var request = Stories.AuthorizationRequest("phone");
        var first = await host.AuthorizeAsync(request, "cyd");
        var resume = await host.ConsentAsync(first, "cyd");
        Assert.Contains("code", (await host.GetAsync(resume, "cyd")).RedirectTo("http://127.0.0.1/cb").Keys);

        Assert.StartsWith("/consent", (await host.AuthorizeAsync(request, "cyd")).Location);
    }

    [Fact]
    public async Task CON_03_A_yes_to_one_request_is_none_to_another()
    {
        NewPerson("dan");
        var request = Stories.AuthorizationRequest("phone");
        var first = await host.AuthorizeAsync(request, "dan");
        var second = await host.AuthorizeAsync(request, "dan");
        await host.ConsentAsync(first, "dan");

        Assert.StartsWith("/consent", (await host.GetAsync("/connect/authorize?resume=" + Handle(second), "dan")).Location);
    }

    [Fact]
    public async Task Prompt_consent_asks_even_for_an_app_of_the_house()
    {
        var request = Stories.AuthorizationRequest();
        request["prompt"] = "consent";
        var asked = await host.AuthorizeAsync(request);
        Assert.StartsWith("/consent", asked.Location);

        Assert.Contains("code", (await host.GetAsync(await host.ConsentAsync(asked, "alice"), "alice")).RedirectTo("https://rp.example/cb").Keys);
    }

    [Fact]
    public async Task The_page_learns_who_asks_for_what()
    {
        NewPerson("eli");
        var asked = await host.AuthorizeAsync(Stories.AuthorizationRequest("stranger"), "eli");

        await host.InScopeAsync<ConsentRequests>(async consents =>
        {
            var question = await consents.DescribeAsync(Handle(asked), CancellationToken.None);
            Assert.Equal("Stranger <b>", question!.ClientName);
            Assert.Equal("stranger.example", question.RedirectHost);
            Assert.Equal("https://stranger.example", question.RedirectOrigin);
            Assert.Equal(["openid", "profile", "email"], question.Scopes);
            Assert.Null(await consents.DescribeAsync("nonsense", CancellationToken.None));
            Assert.Null(await consents.GiveAsync(Handle(asked)[..^2], Person("eli"), CancellationToken.None));
        });
    }

    [Fact]
    public async Task A_no_is_told_to_the_client()
    {
        NewPerson("fay");
        var asked = await host.AuthorizeAsync(Stories.AuthorizationRequest("stranger"), "fay");

        await host.InScopeAsync<ConsentRequests>(async consents =>
        {
            var answer = await consents.DenyAsync(Handle(asked), Person("fay"), CancellationToken.None);
            var context = new DefaultHttpContext();
            await answer!.ExecuteAsync(context);
            Assert.Equal(303, context.Response.StatusCode);
            Assert.StartsWith(Back + "?error=access_denied", context.Response.Headers.Location.ToString());
            Assert.Contains("state=af0ifjsldkj", context.Response.Headers.Location.ToString(), StringComparison.Ordinal);
        });
        Assert.Contains(host.World.Records, r => r.Type == ProtocolAuditTypes.ConsentDenied && r.Subject == "fay");
    }

    [Fact]
    public async Task CON_11_A_withdrawn_consent_ends_the_tokens_and_is_asked_for_again()
    {
        NewPerson("gus");
        var tokens = await host.TokensAsync("stranger", "gus");
        Assert.Equal(HttpStatusCode.OK, (await host.UserInfoAsync(tokens["access_token"])).Status);

        await host.InScopeAsync<IConsents>(async consents => Assert.True(await consents.RevokeAsync("gus", "stranger", host.Clock.GetUtcNow(), CancellationToken.None)));

        Assert.Equal(HttpStatusCode.Unauthorized, (await host.UserInfoAsync(tokens["access_token"])).Status);
        Assert.StartsWith("/consent", (await host.AuthorizeAsync(Stories.AuthorizationRequest("stranger"), "gus")).Location);
    }

    [Fact]
    public async Task Three_parallel_yeses_leave_one_consent_with_all_scopes()
    {
        NewPerson("hal");
        await Task.WhenAll(Enumerable.Range(0, 3).Select(i => host.InScopeAsync<IConsents>(consents => consents.GiveAsync(
            new Consent { Subject = "hal", ClientId = "stranger", Scopes = ["s" + i], RequestId = Guid.CreateVersion7(host.Clock.GetUtcNow()), GivenAt = host.Clock.GetUtcNow() }, CancellationToken.None))));

        await host.InScopeAsync<IConsents>(async consents => Assert.Equal(3, Assert.Single(await consents.OfAsync("hal", CancellationToken.None)).Scopes.Count));
    }

    private static string Handle(Answer answer) => answer.Location!["/consent?request=".Length..];

    private static Authentication Person(string name) => new(name, Guid.Empty, default, "", [], 1);

    private void NewPerson(string name)
    {
        host.World.AddPerson(name);
        host.World.SignIn(name);
    }
}
