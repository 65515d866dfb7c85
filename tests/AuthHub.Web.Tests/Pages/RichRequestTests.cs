using System.Net;
using AuthHub.OpenId.Clients;
using AuthHub.Web.Tests.Support;

namespace AuthHub.Web.Tests.Pages;

/// <summary>What people see of resources and authorization details, and what becomes of their yes (RFC 8707, RFC 9396).</summary>
public sealed class RichRequestTests(RichHost host) : IClassFixture<RichHost>
{
    private const string Payment = """[{ "type": "payment", "amount": { "currency": "EUR", "value": "12.50" }, "creditor": "<b>Māja & co</b>", "note": "rent for May" }]""";

    [Fact]
    public async Task CON_05_She_reads_in_plain_words_what_she_allows()
    {
        var (person, app, visitor) = (await host.AddPersonAsync(), await AppAsync(), host.Visitor());

        await visitor.ToSecondFactorAsync(app, person, ("authorization_details", Payment), ("scope", "openid read"), ("resource", RichHost.Api));

        Assert.StartsWith("/consent", visitor.At.Path, StringComparison.Ordinal);
        var text = WebUtility.HtmlDecode(visitor.At.Html);
        Assert.Contains("Pay 12.50 EUR to <b>Māja & co</b>", text, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>Māja", visitor.At.Html, StringComparison.Ordinal);
        Assert.Contains("rent for May", text, StringComparison.Ordinal);
        Assert.Contains(RichHost.Api, text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Her_yes_is_for_this_request_and_in_the_tokens()
    {
        var (person, app, visitor) = (await host.AddPersonAsync(), await AppAsync(), host.Visitor());
        await visitor.ToSecondFactorAsync(app, person, ("authorization_details", Payment), ("scope", "openid read"), ("resource", RichHost.Api));

        await visitor.SubmitAsync(("answer", "allow"));
        var tokens = await visitor.FinishAsync();

        Assert.Equal("rent for May", tokens.Json.GetProperty("authorization_details")[0].GetProperty("note").GetString());
        await visitor.StartAsync(app, ("authorization_details", Payment), ("scope", "openid read"), ("resource", RichHost.Api));
        Assert.StartsWith("/consent", visitor.At.Path, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Her_no_is_a_no()
    {
        var (person, app, visitor) = (await host.AddPersonAsync(), await AppAsync(), host.Visitor());
        await visitor.ToSecondFactorAsync(app, person, ("authorization_details", Payment));

        await visitor.SubmitAsync(("answer", "refuse"));

        Assert.Equal("access_denied", visitor.At.Query["error"]);
    }

    [Fact]
    public async Task A_pairwise_subject_outlives_a_restart()
    {
        var (person, app) = (await host.AddPersonAsync(), await AppAsync(client => client.Metadata = client.Metadata with { SubjectType = SubjectTypes.Pairwise }));
        var before = await SubjectAsync(app, person);

        await host.RestartAsync();

        Assert.Equal(before, await SubjectAsync(app, person));
        Assert.Equal(44, before.Length);
        Assert.DoesNotContain(person.Id.ToString("N"), before, StringComparison.Ordinal);
    }

    private async Task<string> SubjectAsync(App app, Person person)
    {
        var visitor = host.Visitor();
        await visitor.ToSecondFactorAsync(app, person);
        return (await visitor.FinishAsync()).Subject;
    }

    private Task<App> AppAsync(Action<Client>? change = null) => host.AddAppAsync(change: client =>
    {
        client.Scopes.Add("read");
        client.Metadata = client.Metadata with { AuthorizationDetailsTypes = ["payment"] };
        change?.Invoke(client);
    });
}

/// <summary>The host with an API and a type of authorization details in its settings.</summary>
public sealed class RichHost : AuthHubHost
{
    public const string Api = "https://api.example/";

    protected override IEnumerable<KeyValuePair<string, string?>> Settings() =>
    [
        new("OpenId:Resources:0:Indicator", Api),
        new("OpenId:Resources:0:Scopes:0", "read"),
        new("OpenId:AuthorizationDetails:0:Type", "payment"),
        new("OpenId:AuthorizationDetails:0:Words", "Pay {amount.value} {amount.currency} to {creditor}"),
        new("OpenId:AuthorizationDetails:0:Members:0:Name", "amount"),
        new("OpenId:AuthorizationDetails:0:Members:0:Kind", "Object"),
        new("OpenId:AuthorizationDetails:0:Members:0:Required", "true"),
        new("OpenId:AuthorizationDetails:0:Members:0:Members:0:Name", "value"),
        new("OpenId:AuthorizationDetails:0:Members:0:Members:1:Name", "currency"),
        new("OpenId:AuthorizationDetails:0:Members:1:Name", "creditor"),
        new("OpenId:AuthorizationDetails:0:Members:2:Name", "note"),
    ];
}
