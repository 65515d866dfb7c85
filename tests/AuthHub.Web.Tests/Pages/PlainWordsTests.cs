using System.Net;
using AuthHub.Web.Tests.Support;

namespace AuthHub.Web.Tests.Pages;

/// <summary>What people read where something cannot go on.</summary>
public sealed class PlainWordsTests(AuthHubHost host) : IClassFixture<AuthHubHost>
{
    [Fact]
    public async Task An_unknown_app_and_an_unknown_way_back_have_a_sentence_each()
    {
        var (app, visitor) = (await host.AddAppAsync(), host.Visitor());

        var nobody = await visitor.OpenAsync(visitor.AuthorizeAddress(app with { Id = "nobody" }));
        var elsewhere = await visitor.OpenAsync(visitor.AuthorizeAddress(app with { RedirectUri = "https://elsewhere.example/cb" }));

        Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.BadRequest), (nobody.Status, elsewhere.Status));
        Assert.Contains("No app is registered here under the client ID", nobody.Words, StringComparison.Ordinal);
        Assert.Contains("an address (redirect URI) that is not registered for it", elsewhere.Words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_403_names_the_one_cause_it_has()
    {
        var (person, app, visitor) = (await host.AddPersonAsync(totp: true), await host.AddAppAsync(), host.Visitor());
        await visitor.SignInAsync(app, person);

        var noRight = await visitor.OpenAsync("/admin/people");
        var foreign = await visitor.PostAsync("/account/sessions", ("end", "others"));

        Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.Forbidden), (noRight.Status, foreign.Status));
        Assert.Contains("does not have the right", noRight.Words, StringComparison.Ordinal);
        Assert.DoesNotContain("site", noRight.Words, StringComparison.Ordinal);
        Assert.DoesNotContain("right to", foreign.Words, StringComparison.Ordinal);
        Assert.Contains("did not come from a page of this site", foreign.Words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_has_one_method_is_not_sent_to_a_choice_of_one()
    {
        var app = await host.AddAppAsync();
        var (one, two) = (host.Visitor(), host.Visitor());
        await one.ToSecondFactorAsync(app, await host.AddPersonAsync(totp: true));
        await two.ToSecondFactorAsync(app, await host.AddPersonAsync(totp: true, phone: "+37120000941"));
        await two.ChooseAsync("totp");

        Assert.Single(one.At.Forms);
        Assert.Contains("no other way", one.At.Words, StringComparison.Ordinal);
        Assert.Equal("?handler=Another", new Uri(two.At.Url, two.At.Forms[1].Action).Query);
    }
}
