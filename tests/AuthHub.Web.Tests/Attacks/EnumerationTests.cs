using System.Net;
using System.Text.RegularExpressions;
using AuthHub.SignIn.Audit;
using AuthHub.Web.Tests.Support;
using Microsoft.Extensions.Logging;

namespace AuthHub.Web.Tests.Attacks;

/// <summary>Attacks that want to know who exists, and those that lock people out.</summary>
public sealed partial class EnumerationTests(AuthHubHost host) : IClassFixture<AuthHubHost>
{
    [Theory]
    [InlineData("unknown")]
    [InlineData("disabled")]
    [InlineData("without password")]
    public async Task ENU_01_ENU_03_Nobody_and_somebody_get_the_same_answers(string kind)
    {
        // The avatar's letters come from the display name by S-008; a name like the identifier shows all the rest is equal.
        var known = await host.AddPersonAsync(displayName: "Per", email: $"per-{kind.Length}@example.org");
        var other = kind switch
        {
            "disabled" => (await DisabledAsync()).Username,
            "without password" => (await host.AddPersonAsync(password: false)).Username,
            _ => "person" + new string('9', known.Username.Length - 6),
        };
        var app = await host.AddAppAsync();
        var (one, two) = (await WalkAsync(app, known.Username), await WalkAsync(app, other));

        Assert.Equal(one.Select(answer => answer.Status), two.Select(answer => answer.Status));
        Assert.Equal(one.Select(answer => answer.Way.Count), two.Select(answer => answer.Way.Count));
        Assert.Equal(one.Select(answer => answer.Stage), two.Select(answer => answer.Stage));
        Assert.Equal(one.Select(Headers), two.Select(Headers));
        Assert.Equal(one.SelectMany(answer => answer.Way).Select(Headers), two.SelectMany(answer => answer.Way).Select(Headers));
        Assert.NotNull(one[2].Refusal);
        Assert.Equal(one.Select(answer => Plain(answer, known.Username)), two.Select(answer => Plain(answer, other)));
    }

    [Fact]
    public async Task ENU_04_No_method_is_named_before_a_proof()
    {
        var (person, app) = (await host.AddPersonAsync(totp: true, phone: "+37120000399", email: "enu04@example.org"), await host.AddAppAsync());
        var guest = host.Visitor();
        await guest.StartAsync(app);
        await guest.UsernameAsync(person.Username);
        await guest.PasswordAsync("wrong");

        Assert.Equal("password", guest.At.Stage);
        Assert.DoesNotMatch("(?i)totp|sms|authenticator|99|enu04|phone", guest.At.Words);
        Assert.DoesNotMatch("(?i)totp|sms", guest.At.Url.ToString().Replace(guest.At.Run, "", StringComparison.Ordinal));
    }

    [Fact]
    public async Task ENU_07_Strangers_wrong_passwords_do_not_keep_her_out()
    {
        var (person, app, hers) = (await host.AddPersonAsync(totp: true), await host.AddAppAsync(), host.Visitor());
        await hers.SignInAsync(app, person);
        hers.Cookies.Remove("authhub-session");
        for (var network = 11; network < 18; network++)
        {
            await WrongPasswordsAsync(app, person.Username, $"127.0.0.{network}", 11);
        }

        // Strangers are stopped everywhere, her own browser is not.
        Assert.Equal(HttpStatusCode.TooManyRequests, (await WrongPasswordsAsync(app, person.Username, "127.0.0.99", 1)).Status);
        Assert.True((await hers.SignInAsync(app, person)).IsAtApp);
        // Sixty attempts from unknown browsers were judged; her own first sign-in was one of them.
        Assert.Equal(59, await host.CountAsync(person, AuditTypes.ProofRejected, "password"));
        Assert.Equal(0, await host.FailuresAsync(person.TotpId));
    }

    [Fact]
    public async Task ENU_08_Wrong_passwords_and_wrong_codes_count_apart()
    {
        var (person, app) = (await host.AddPersonAsync(totp: true), await host.AddAppAsync());
        var last = await WrongPasswordsAsync(app, person.Username, "127.0.0.31", 11);
        Assert.Equal(HttpStatusCode.TooManyRequests, last.Status);
        Assert.NotNull(last.Response.Headers.RetryAfter);

        var visitor = host.Visitor("127.0.0.32");
        await visitor.ToSecondFactorAsync(app, person);
        for (var i = 0; i < 6; i++)
        {
            await visitor.CodeAsync(person.WrongCode(host.Clock.Now, i));
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, visitor.At.Status);
        var another = host.Visitor("127.0.0.33");
        Assert.Equal("verify/totp", (await another.ToSecondFactorAsync(app, person)).Stage);
    }

    [Fact]
    public async Task ENU_09_All_spellings_of_a_person_share_one_count()
    {
        var (person, app) = (await host.AddPersonAsync(username: "enu-nine", email: "enu.nine@example.org"), await host.AddAppAsync());
        string[] spellings = ["enu-nine", "ENU-NINE", " enu-nine ", "Enu-Nine", "ｅｎｕ-nine", "enu-nine.", "enu.nine@example.org", "ENU.NINE@EXAMPLE.ORG", "enu.nine@example.org.", "enu-ｎine"];
        foreach (var spelling in spellings)
        {
            await WrongPasswordsAsync(app, spelling, "127.0.0.41", 1);
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, (await WrongPasswordsAsync(app, "enu-Nine", "127.0.0.41", 1)).Status);
        Assert.Equal(10, await host.CountAsync(person, AuditTypes.ProofRejected));
    }

    [Fact]
    public async Task ENU_10_Headers_do_not_change_where_a_request_comes_from()
    {
        var (person, app) = (await host.AddPersonAsync(), await host.AddAppAsync());
        var thief = host.Visitor("127.0.0.51");
        await thief.StartAsync(app);
        await thief.UsernameAsync(person.Username);
        for (var i = 0; i < 11; i++)
        {
            foreach (var name in (string[])["X-Forwarded-For", "X-Real-IP", "True-Client-IP", "CF-Connecting-IP", "X-Client-IP"])
            {
                thief.Headers[name] = $"10.1.2.{i}";
            }

            thief.Headers["Forwarded"] = $"for=10.1.2.{i}";
            await thief.PasswordAsync("wrong");
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, thief.At.Status);
        Assert.All(await host.EventsAsync(person), one => Assert.Equal("127.0.0.51", one.Address));
    }

    [Fact]
    public async Task ENU_11_Two_hundred_parallel_passwords_are_judged_no_more_than_allowed()
    {
        var (person, app) = (await host.AddPersonAsync(), await host.AddAppAsync());
        var thief = host.Visitor("127.0.0.61");
        await thief.StartAsync(app);
        await thief.UsernameAsync(person.Username);

        var answers = await Task.WhenAll(Enumerable.Range(0, 200).Select(i => thief.Copy().SubmitAsync(("password", $"guess {i}"))));

        Assert.Equal(10, await host.CountAsync(person, AuditTypes.ProofRejected));
        Assert.Equal(190, answers.Count(answer => answer.Status == HttpStatusCode.TooManyRequests));
        Assert.DoesNotContain(host.Log.Lines, line => line.Level >= LogLevel.Error);
    }

    private async Task<Person> DisabledAsync()
    {
        var person = await host.AddPersonAsync();
        await host.WithAsync((AuthHub.SignIn.Users.IUsers users) => users.SetDisabledAsync(person.Id, true, CancellationToken.None));
        return person;
    }

    private async Task<List<Page>> WalkAsync(App app, string username)
    {
        var guest = host.Visitor();
        return [await guest.StartAsync(app), await guest.UsernameAsync(username), await guest.PasswordAsync("not the password"), await guest.OpenAsync($"/sign-in/{guest.At.Run}"), await guest.ForgeAsync($"/sign-in/{guest.At.Run}/choose", ("method", "totp"))];
    }

    private async Task<Page> WrongPasswordsAsync(App app, string username, string from, int times)
    {
        var thief = host.Visitor(from);
        await thief.StartAsync(app);
        await thief.UsernameAsync(username);
        for (var i = 0; i < times; i++)
        {
            await thief.PasswordAsync("wrong");
        }

        return thief.At;
    }

    private static string Headers(Page page) => string.Join('\n', page.Response.Headers.Where(header => header.Key is not ("Date" or "Location")).Select(header =>
        header.Key + ": " + string.Join(',', header.Value.Select(value => header.Key == "Set-Cookie" ? $"{value.Split('=')[0]} {value.Length}" : value))));

    /// <summary>The page without what is random, the typed name and the avatar's two letters.</summary>
    private static string Plain(Page page, string username) =>
        Avatar().Replace(Random().Replace(page.Html, "~").Replace(username, "NAME", StringComparison.OrdinalIgnoreCase), "AVATAR");

    [GeneratedRegex("[A-Za-z0-9_-]{60,}")]
    private static partial Regex Random();

    [GeneratedRegex("(?<=class=\"[^\"]*avatar[^\"]*\"[^>]*>)\\s*..\\s*(?=<)")]
    private static partial Regex Avatar();
}
