using System.Net;
using AuthHub.OpenId.SignOut;
using AuthHub.OpenId.Tests.Hosting;
using Microsoft.AspNetCore.Http;

namespace AuthHub.OpenId.Tests;

public sealed class EndSessionTests(ProviderHost host) : IClassFixture<ProviderHost>
{
    private const string Bye = "https://rp.example/bye";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task S_066_An_id_token_of_this_session_signs_out_and_leads_back(bool old)
    {
        var hint = await SignedInHintAsync("ida");
        host.Clock.Advance(old ? TimeSpan.FromDays(2) : TimeSpan.Zero);

        var answer = await EndAsync("ida", ("id_token_hint", hint), ("post_logout_redirect_uri", Bye), ("state", "a b"));

        Assert.Equal(Bye + "?state=a%20b", answer.Location);
        Assert.Null(await CurrentAsync("ida"));
    }

    [Fact]
    public async Task Without_a_hint_the_person_is_asked_first()
    {
        await SignedInHintAsync("jon");

        var answer = await EndAsync("jon", ("client_id", "helpdesk"), ("post_logout_redirect_uri", Bye));

        Assert.StartsWith("/sign-out?request=", answer.Location);
        Assert.NotNull(await CurrentAsync("jon"));
        await host.InScopeAsync<SignOutRequests>(async requests =>
        {
            var handle = answer.Location!["/sign-out?request=".Length..];
            Assert.Equal("Helpdesk", (await requests.DescribeAsync(handle, CancellationToken.None))!.ClientName);
            var context = new DefaultHttpContext();
            context.Request.Headers[World.PersonHeader] = "jon";
            Assert.Equal(Bye, await requests.FinishAsync(context, handle, CancellationToken.None));
        });
        Assert.Null(await CurrentAsync("jon"));
    }

    [Fact]
    public async Task SES_18_A_hint_of_another_person_or_session_does_not_sign_out()
    {
        var other = await SignedInHintAsync("kim");
        var earlier = await SignedInHintAsync("lea");
        host.World.SignIn("lea");

        Assert.StartsWith("/sign-out", (await EndAsync("lea", ("id_token_hint", other))).Location);
        Assert.StartsWith("/sign-out", (await EndAsync("lea", ("id_token_hint", earlier))).Location);
        Assert.NotNull(await CurrentAsync("lea"));
    }

    [Fact]
    public async Task RED_12_Only_registered_addresses_of_that_client_are_followed()
    {
        var hint = await SignedInHintAsync("max");
        foreach (var uri in new[] { Bye + "/", Bye + "?x", "https://RP.example/bye", "https://rp.example@evil.example/bye", "https://evil.example", "//evil.example", "javascript:alert(1)", Bye + "%0d%0a", "https://rp.example\\@evil.example/bye" })
        {
            (await EndAsync("max", ("id_token_hint", hint), ("post_logout_redirect_uri", uri))).ShouldBeAnErrorPage();
        }

        (await EndAsync("max", ("id_token_hint", hint), ("client_id", "wiki"), ("post_logout_redirect_uri", Bye))).ShouldBeAnErrorPage();
        (await EndAsync("max", ("id_token_hint", hint + "x"), ("post_logout_redirect_uri", Bye))).ShouldBeAnErrorPage();
        (await EndAsync("max", ("client_id", "wiki"), ("post_logout_redirect_uri", Bye))).ShouldBeAnErrorPage();
        Assert.NotNull(await CurrentAsync("max"));

        Assert.Equal("/signed-out", (await EndAsync(null, ("post_logout_redirect_uri", Bye))).Location);
        Assert.Equal(Bye, (await EndAsync(null, ("client_id", "helpdesk"), ("post_logout_redirect_uri", Bye))).Location);
    }

    [Fact]
    public async Task It_can_be_posted()
    {
        var hint = await SignedInHintAsync("ned");
        var post = new Exchange(host, "/connect/endsession", null) { Form = { ["id_token_hint"] = hint, ["post_logout_redirect_uri"] = Bye } };

        var answer = await post.SendAsync();

        // Posted from another site it came without cookies; the GET after it brings them.
        Assert.Equal(HttpStatusCode.SeeOther, answer.Status);
        Assert.StartsWith("/connect/endsession?resume=", answer.Location);
        Assert.DoesNotContain(hint, answer.Location!, StringComparison.Ordinal);
        Assert.NotNull(await CurrentAsync("ned"));
        Assert.Equal(Bye, (await host.GetAsync(answer.Location!, "ned")).Location);
        Assert.Null(await CurrentAsync("ned"));
    }

    [Fact]
    public async Task What_was_posted_is_checked_at_once_and_cannot_be_changed_on_the_way()
    {
        var hint = await SignedInHintAsync("olga");
        (await new Exchange(host, "/connect/endsession", null) { Form = { ["id_token_hint"] = hint, ["post_logout_redirect_uri"] = "https://evil.example" } }.SendAsync()).ShouldBeAnErrorPage();
        (await new Exchange(host, "/connect/endsession", null) { Form = { ["id_token_hint"] = hint, ["client_id"] = "wiki" } }.SendAsync()).ShouldBeAnErrorPage();

        var handle = (await new Exchange(host, "/connect/endsession", null) { Form = { ["id_token_hint"] = hint } }.SendAsync()).Location!;

        foreach (var broken in new[] { handle[..^2], handle + "A", "/connect/endsession?resume=x", "/connect/endsession?resume=" + new string('A', 7000), handle + "&resume=x" })
        {
            (await host.GetAsync(broken, "olga")).ShouldBeAnErrorPage();
        }

        host.Clock.Advance(TimeSpan.FromMinutes(61));
        (await host.GetAsync(handle, "olga")).ShouldBeAnErrorPage();
        Assert.NotNull(await CurrentAsync("olga"));
    }

    [Fact]
    public async Task A_hint_that_is_no_id_token_of_ours_is_refused()
    {
        var tokens = await TokensOfAsync("pia");
        var parts = tokens["id_token"].Split('.');
        var none = Convert.ToBase64String("{\"alg\":\"none\",\"typ\":\"JWT\"}"u8).TrimEnd('=').Replace('+', '-').Replace('/', '_');
        string[] hints = [tokens["access_token"], $"{none}.{parts[1]}.", $"{parts[0]}.{parts[1]}.{parts[2][..^4]}AAAA", $"{parts[0]}.{parts[1]}", $"{parts[0]}.{parts[1]}.{parts[2]}.x.y", "eyJhbGciOiJSU0EtT0FFUC0yNTYiLCJlbmMiOiJBMjU2R0NNIn0.a.b.c.d", new string('a', 7000)];

        foreach (var hint in hints)
        {
            (await EndAsync("pia", ("id_token_hint", hint), ("post_logout_redirect_uri", Bye))).ShouldBeAnErrorPage();
        }

        Assert.NotNull(await CurrentAsync("pia"));
    }

    [Fact]
    public async Task State_goes_only_where_the_person_goes_back()
    {
        var hint = await SignedInHintAsync("quirin");

        Assert.Equal("/signed-out", (await EndAsync("quirin", ("id_token_hint", hint), ("state", "abc"))).Location);
        (await EndAsync("quirin", ("id_token_hint", hint), ("id_token_hint", hint))).ShouldBeAnErrorPage();
    }

    private async Task<Answer> TokensOfAsync(string name)
    {
        host.World.AddPerson(name);
        host.World.SignIn(name);
        return await host.TokensAsync(person: name);
    }

    private async Task<string> SignedInHintAsync(string name) => (await TokensOfAsync(name))["id_token"];

    private Task<Answer> EndAsync(string? person, params (string Name, string Value)[] parameters) =>
        host.GetAsync("/connect/endsession?" + Stories.ToQuery(parameters.Select(p => KeyValuePair.Create(p.Name, p.Value))), person);

    private Task<Subjects.Authentication?> CurrentAsync(string name)
    {
        var context = new DefaultHttpContext();
        context.Request.Headers[World.PersonHeader] = name;
        return host.World.CurrentAsync(context, CancellationToken.None);
    }
}
