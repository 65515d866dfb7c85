using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Helpdesk.Tests.Testing;

namespace Helpdesk.Tests;

public sealed class SignInTests(PostgresCluster postgres)
{
    [Fact]
    public async Task A_visitor_signs_in_and_is_greeted_by_name_and_level()
    {
        await using var story = await Story.BeginAsync(postgres);

        var welcome = await story.Browser.OpenAsync("/");
        var inside = await story.Browser.OpenAsync("/login?returnUrl=%2F");

        Assert.Contains(">Log in with AuthHub</button>", welcome.Html);
        Assert.Equal("/", inside.Url.PathAndQuery);
        Assert.Contains("<span class=\"name\">Kristīne Kalniņa</span>", inside.Text);
        Assert.Contains(">Sign-in level: </span>basic</span>", inside.Text);
        Assert.Contains(">Log out</button>", inside.Html);
    }

    [Theory]
    [InlineData("ES256")]
    [InlineData("PS256")]
    public async Task Tokens_of_the_other_algorithms_are_accepted(string algorithm)
    {
        await using var story = await Story.BeginAsync(postgres);
        story.Provider.Key = new SigningKey(algorithm, "key-1");

        Assert.Contains("Kristīne Kalniņa", (await story.Browser.OpenAsync("/login")).Text);
    }

    [Fact]
    public async Task The_request_asks_for_what_is_needed_and_its_cookies_are_ours_alone()
    {
        await using var story = await Story.BeginAsync(postgres);

        await story.Browser.OpenAsync("/login");

        var asked = story.Provider.Authorizations.Single();
        Assert.Equal("openid profile email roles", asked["scope"]);
        Assert.True(asked["state"].ToString().Length > 20 && asked["nonce"].ToString().Length >= 43 && asked["code_challenge"].ToString().Length == 43);
        Assert.False(asked.ContainsKey("acr_values"));
        Assert.All(story.Browser.SetCookies, cookie =>
        {
            Assert.StartsWith("helpdesk-", cookie);
            Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
            Assert.Contains("samesite=lax", cookie, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("secure", cookie, StringComparison.OrdinalIgnoreCase);
        });
        Assert.InRange(story.Browser.Cookies["helpdesk-session"].Length, 1, 4000);
    }

    [Fact]
    public async Task After_sign_in_the_person_lands_on_the_page_they_asked_for()
    {
        await using var story = await Story.BeginAsync(postgres);

        var landed = await story.Browser.OpenAsync("/tickets?show=closed&page=1");

        Assert.Equal("/tickets?show=closed&page=1", landed.Url.PathAndQuery);
    }

    [Theory]
    [InlineData("//evil.example")]
    [InlineData("https://evil.example/")]
    [InlineData("/\\evil.example")]
    public async Task A_foreign_return_address_leads_to_the_front_page(string candidate)
    {
        await using var story = await Story.BeginAsync(postgres);

        var landed = await story.Browser.OpenAsync("/login?returnUrl=" + Uri.EscapeDataString(candidate));

        Assert.Equal(story.Address + "/", landed.Url.ToString());
    }

    [Theory]
    [InlineData("preferred", "kristine.kalnina")]
    [InlineData("subject", "user-1")]
    [InlineData("unfit", "kristine.kalnina")]
    public async Task Without_a_usable_name_the_next_best_is_shown(string left, string shown)
    {
        await using var story = await Story.BeginAsync(postgres);
        story.Provider.Person["name"] = left == "unfit" ? "\u0000Eve" : null;
        if (left == "subject")
        {
            story.Provider.Person.Remove("preferred_username");
        }

        Assert.Contains($"<span class=\"name\">{shown}</span>", (await story.Browser.OpenAsync("/login")).Text);
    }

    [Fact]
    public async Task Over_https_every_cookie_is_secure()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var now = TimeProvider.System.GetUtcNow();
        var certificate = new CertificateRequest("CN=helpdesk test", key, HashAlgorithmName.SHA256).CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        await using var story = await Story.BeginAsync(postgres, s => s.Certificate = certificate);

        Assert.Contains("Log out", (await story.Browser.OpenAsync("/login")).Html);

        Assert.StartsWith("https://", story.Provider.Authorizations.Single()["redirect_uri"]);
        Assert.Equal(2, story.Browser.Cookies.Count);
        Assert.All(story.Browser.SetCookies, cookie => Assert.Contains("secure", cookie, StringComparison.OrdinalIgnoreCase));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Sessions_outlive_a_restart_only_where_keys_are_kept(bool kept)
    {
        var folder = Directory.CreateTempSubdirectory("helpdesk-");
        await using var story = await Story.BeginAsync(postgres, s => s.DataFolder = kept ? folder.FullName : null);
        await story.Browser.OpenAsync("/login");

        await story.RestartAsync();

        Assert.Equal(kept, (await story.Browser.OpenAsync("/")).Html.Contains("Log out", StringComparison.Ordinal));
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task A_session_ends_after_eight_hours_whatever_happens_meanwhile()
    {
        await using var story = await Story.BeginAsync(postgres);
        await story.Browser.OpenAsync("/login");

        story.Clock.Offset = TimeSpan.FromHours(7.9);
        Assert.Contains("Log out", (await story.Browser.OpenAsync("/")).Html);
        story.Clock.Offset = TimeSpan.FromHours(8.1);

        Assert.Contains("Log in with AuthHub", (await story.Browser.OpenAsync("/")).Html);
    }

    [Fact]
    public async Task A_new_key_of_the_provider_is_fetched_but_unknown_ones_ask_at_most_every_half_minute()
    {
        await using var story = await Story.BeginAsync(postgres);
        await story.Browser.OpenAsync("/login");
        story.Provider.Key = new SigningKey("RS256", "key-2");

        (await story.Browser.OpenAsync("/login")).ShouldOfferAnotherTry(502, "AuthHub's answer could not be trusted");
        Assert.Equal(1, story.Provider.KeyRequests);
        story.Clock.Elapsed = TimeSpan.FromSeconds(31);

        Assert.Contains("Log out", (await story.Browser.OpenAsync("/login")).Html);
        Assert.Equal(2, story.Provider.KeyRequests);
    }
}
