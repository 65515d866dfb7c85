using System.Net;
using System.Text.RegularExpressions;
using AuthHub.Methods.Totp;
using AuthHub.SignIn.Audit;
using AuthHub.SignIn.Authenticators;
using AuthHub.SignIn.Users;
using AuthHub.Web.Tests.Support;

namespace AuthHub.Web.Tests.Attacks;

/// <summary>Attacks on factors through the account pages: removing the last, two at once, and what is somebody else's.</summary>
public sealed partial class OwnFactorTests(RolesHost host) : IClassFixture<RolesHost>
{
    private static int numbers;

    [Theory]
    [InlineData(RolesHost.Agent, "totp", "totp")]
    [InlineData(RolesHost.Agent, "sms", "sms")]
    [InlineData(RolesHost.Agent, "key", "key")]
    [InlineData(WellKnownRoles.Administrator, "totp", "totp")]
    [InlineData(WellKnownRoles.Administrator, "key", "key")]
    [InlineData(WellKnownRoles.Administrator, "totp sms", "totp")]      // a text message is nothing for an administrator
    [InlineData(WellKnownRoles.Administrator, "key sms", "key")]
    public async Task ENR_08_The_last_factor_of_one_who_must_have_one_stays(string role, string factors, string remove)
    {
        var (visitor, person, key) = await InsideAsync(role, factors);
        var (before, user) = (await host.HoldingsAsync(person), await host.UserAsync(person));
        var address = Address(IdOf(person, key, remove), "remove");

        var shown = await visitor.OpenAsync(address);
        Assert.Equal(HttpStatusCode.OK, shown.Status);
        Assert.DoesNotContain(shown.Forms, form => form.Action.Length == 0);
        foreach (var fields in ((string, string)[][])[[], [("keep", "false"), ("force", "true"), ("role", ""), ("id", person.Id.ToString("N"))]])
        {
            Assert.True((await visitor.ForgeAsync(address, fields)).IsRefusal);
        }

        Assert.Equal(before, await host.HoldingsAsync(person));
        Assert.Equal(user.SecurityVersion, (await host.UserAsync(person)).SecurityVersion);
        Assert.Equal(0, await host.CountAsync(person, AuditTypes.AuthenticatorRemoved));
        Assert.Empty(host.Outbox.To(person.User.Email!));
        Assert.Equal("/account", (await visitor.OpenAsync("/account")).Path);
    }

    [Theory]
    [InlineData(RolesHost.Agent, "totp sms")]
    [InlineData(WellKnownRoles.Administrator, "totp key")]
    public async Task ENR_08_A_spare_factor_goes_and_then_no_other(string role, string factors)
    {
        var (visitor, person, key) = await InsideAsync(role, factors);
        var last = IdOf(person, key, factors.Split(' ')[1]);

        Assert.Equal("/account/authenticators?notice=removed", (await RemoveAsync(visitor, person.TotpId)).Location);
        await visitor.OpenAsync(Address(last, "remove"));
        if (visitor.At.Path != Address(last, "remove"))
        {
            // The proof that was fresh was the removed one's.
            await AnswerAsync(visitor, person, key);
        }

        Assert.True((await RemoveAsync(visitor, last)).IsRefusal);

        Assert.Equal([last], (await SecondFactorsAsync(person)).Select(one => one.Id));
        Assert.Equal(1, await host.CountAsync(person, AuditTypes.AuthenticatorRemoved));
        Assert.Single(host.Outbox.To(person.User.Email!));
    }

    [Fact]
    public async Task ENR_08_Who_need_not_have_one_is_told_and_left_with_the_password_only()
    {
        var (visitor, person, _) = await InsideAsync(null, "totp");

        Assert.Equal("/account/authenticators?notice=removed", (await RemoveAsync(visitor, person.TotpId)).Location);

        Assert.Single(host.Outbox.To(person.User.Email!));
        var again = host.Visitor();
        await again.SignInAsync(await host.AddAppAsync(), person with { TotpKey = null });
        Assert.Equal("basic", (await again.FinishAsync()).Acr);
        Assert.Equal("set-up", (await again.StartAsync(await host.AddAppAsync(demand: "medium"))).Stage);
    }

    [Theory]
    [InlineData(RolesHost.Agent, "totp sms", 1)]
    [InlineData(RolesHost.Agent, "totp sms", 2)]
    [InlineData(RolesHost.Agent, "totp key sms", 1)]
    [InlineData(WellKnownRoles.Administrator, "totp key", 1)]
    [InlineData(WellKnownRoles.Administrator, "totp key", 2)]
    [InlineData(WellKnownRoles.Administrator, "totp key sms", 2)]
    public async Task ENR_09_Of_all_factors_removed_at_once_one_stays(string role, string factors, int browsers)
    {
        for (var round = 0; round < 4; round++)
        {
            var (visitor, person, key) = await InsideAsync(role, factors);
            Visitor[] windows = [visitor, browsers == 1 ? visitor.Copy() : await InsideAsync(person, key)];
            var version = (await host.UserAsync(person)).SecurityVersion;
            foreach (var window in windows)
            {
                await window.OpenAsync("/account/authenticators");
            }

            var answers = await Task.WhenAll((await SecondFactorsAsync(person)).Select((one, i) => windows[i % 2].ForgeAsync(Address(one.Id, "remove"))));

            // Of three, two may go one after the other; the last one that counts may not.
            var (left, removed) = (await SecondFactorsAsync(person), answers.Count(answer => answer.Location == "/account/authenticators?notice=removed"));
            Assert.InRange(removed, 1, factors.Split(' ').Length - 1);
            Assert.Equal(factors.Split(' ').Length - removed, left.Count);
            Assert.Contains(left, one => role != WellKnownRoles.Administrator || one.Method != "sms");
            Assert.Equal(version + removed, (await host.UserAsync(person)).SecurityVersion);
            Assert.Equal(removed, await host.CountAsync(person, AuditTypes.AuthenticatorRemoved));
            Assert.All(answers, answer => Assert.True((int)answer.Status < 500, answer.ToString()));
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData(WellKnownRoles.Administrator)]
    public async Task ENR_10_What_is_somebody_elses_is_not_there(string? role)
    {
        var (mallory, his, _) = await InsideAsync(role, "totp");
        var (_, victim, key) = await InsideAsync(RolesHost.Agent, "totp sms key");
        var password = (await host.AuthenticatorsAsync(victim)).Single(one => one.Method == "password").Id;
        var own = (await host.AuthenticatorsAsync(his)).Single(one => one.Method == "password").Id;
        var (before, trail) = (await StateAsync(victim), await host.TrailAsync(victim));
        await mallory.OpenAsync("/account/authenticators");
        string[] hers = [.. new[] { victim.TotpId, victim.PhoneId, key!.Id, password, own }.Select(id => id.ToString("N")), victim.TotpId.ToString(), victim.TotpId.ToString("B"), victim.TotpId.ToString("N").ToUpperInvariant() + "%20", victim.Id.ToString("N")];

        foreach (var action in (string[])["rename", "remove"])
        {
            var unknown = await mallory.ForgeAsync(Address(Guid.CreateVersion7(host.Clock.Now), action), ("label", "Mine now"));
            Assert.Equal(HttpStatusCode.NotFound, unknown.Status);
            foreach (var id in hers)
            {
                var address = $"/account/authenticators/{id}/{action}";
                var answers = await Task.WhenAll(
                    mallory.ForgeAsync(address, ("label", "Mine now")), mallory.ForgeAsync(address, ("label", "Mine now"), ("user", victim.Id.ToString()), ("username", victim.Username)),
                    mallory.AskAsync(HttpMethod.Get, address), mallory.AskAsync(HttpMethod.Get, address + "?user=" + victim.Id), mallory.ForgeAsync(address));
                Assert.All(answers, answer => Assert.Equal((HttpStatusCode.NotFound, Plain(unknown)), (answer.Status, Plain(answer))));
            }
        }

        Assert.Equal(before, await StateAsync(victim));
        Assert.Equal(trail, await host.TrailAsync(victim));
        Assert.Equal(2, (await host.AuthenticatorsAsync(his)).Count);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(WellKnownRoles.Administrator)]
    public async Task ENR_10_A_set_up_somebody_else_began_cannot_be_confirmed(string? role)
    {
        var (mallory, his, _) = await InsideAsync(role, "key");
        var (hers, victim, _) = await InsideAsync(RolesHost.Agent, "sms");
        const string address = "/account/authenticators/add/totp";
        await hers.OpenAsync(address);
        var code = TotpCode.Of(Base32.Decode(hers.At.Attribute("data-copy")), TotpCode.StepOf(host.Clock.Now));
        (string, string)[] answer = [("code", code), ("label", "Mine now"), ("user", victim.Id.ToString()), ("username", victim.Username), ("owner", "session:" + victim.Id.ToString("N"))];

        // With nothing begun of his own, and then with it: her code is wrong there.
        await mallory.OpenAsync("/account/authenticators");
        Assert.Equal(address + "?notice=again", (await mallory.ForgeAsync(address, answer)).Location);
        await mallory.OpenAsync(address);
        Assert.True((await mallory.ForgeAsync(address, answer)).IsRefusal);
        var both = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => mallory.ForgeAsync(address, answer)));
        Assert.All(both, one => Assert.True(one.IsRefusal, one.ToString()));

        Assert.Equal((2, 2), ((await host.AuthenticatorsAsync(victim)).Count, (await host.AuthenticatorsAsync(his)).Count));
        Assert.Equal("/account/authenticators", (await hers.SubmitAsync(hers.At, hers.At.Forms.Count - 1, ("code", code), ("label", "Phone"))).Path);
        Assert.Equal(["password", "sms", "totp"], (await host.AuthenticatorsAsync(victim)).Select(one => one.Method).Order());
        Assert.Equal(0, await host.CountAsync(his, AuditTypes.AuthenticatorAdded));
    }

    [Fact]
    public async Task ENR_10_A_key_made_for_somebody_elses_set_up_is_refused()
    {
        var (mallory, his, _) = await InsideAsync(null, "totp");
        var (hers, victim, _) = await InsideAsync(RolesHost.Agent, "totp");
        const string address = "/account/authenticators/add/webauthn";
        var made = new SoftKey(host.Address).Create((await hers.OpenAsync(address)).Attribute("data-options"));
        await mallory.OpenAsync(address);

        Assert.True((await mallory.ForgeAsync(address, ("kind", "key"), ("label", "Mine now"), ("credential", made))).IsRefusal);

        Assert.Equal((2, 2), ((await host.AuthenticatorsAsync(victim)).Count, (await host.AuthenticatorsAsync(his)).Count));
    }

    /// <summary>Somebody with these factors, just signed in, on her list of factors.</summary>
    private async Task<(Visitor Visitor, Person Person, SoftKey? Key)> InsideAsync(string? role, string factors)
    {
        var number = Interlocked.Increment(ref numbers);
        var has = factors.Split(' ');
        var person = await host.AddPersonAsync(
            totp: has.Contains("totp"), phone: has.Contains("sms") ? $"+3712002{number:D4}" : null, email: $"factor{number}@example.org", roles: role is null ? [] : [role]);
        var key = has.Contains("key") ? await host.BindKeyAsync(person) : null;
        return (await InsideAsync(person, key), person, key);
    }

    private async Task<Visitor> InsideAsync(Person person, SoftKey? key)
    {
        var visitor = host.Visitor();
        host.Clock.Advance(TimeSpan.FromSeconds(101));
        await visitor.OpenAsync("/account/authenticators");
        await visitor.UsernameAsync(person.Username);
        await visitor.PasswordAsync(person.Password);
        await AnswerAsync(visitor, person, key);
        Assert.Equal("/account/authenticators", visitor.At.Path);
        return visitor;
    }

    /// <summary>Whichever factor is asked for.</summary>
    private async Task AnswerAsync(Visitor visitor, Person person, SoftKey? key)
    {
        if (visitor.At.Stage == "choose")
        {
            await visitor.ChooseAsync(visitor.At.Forms[0].Buttons[0].Value);
        }

        if (visitor.At.Stage == "verify/sms")
        {
            await visitor.SendSmsAsync();
        }

        host.Clock.Advance(TimeSpan.FromSeconds(30));
        await (visitor.At.Stage switch
        {
            "verify/totp" => visitor.CodeAsync(person.Code(host.Clock.Now)),
            "verify/sms" => visitor.CodeAsync(host.Outbox.NewestCode(person.Phone!)),
            _ => visitor.KeyAsync(key!),
        });
    }

    private static async Task<Page> RemoveAsync(Visitor visitor, Guid id)
    {
        await visitor.OpenAsync("/account/authenticators");
        return await visitor.ForgeAsync(Address(id, "remove"));
    }

    private async Task<IReadOnlyList<Authenticator>> SecondFactorsAsync(Person person) => [.. (await host.AuthenticatorsAsync(person)).Where(one => one.Method != "password")];

    /// <summary>All that could be changed about what a person has.</summary>
    private async Task<string> StateAsync(Person person) =>
        $"{(await host.UserAsync(person)).SecurityVersion} {string.Join(';', (await host.AuthenticatorsAsync(person)).Select(one => $"{one.Id} {one.Method} {one.Label} {one.Version} {one.Failures} {Convert.ToHexString(one.SealedState)}"))}";

    private static Guid IdOf(Person person, SoftKey? key, string factor) => factor switch { "totp" => person.TotpId, "sms" => person.PhoneId, _ => key!.Id };

    private static string Address(Guid id, string action) => $"/account/authenticators/{id:N}/{action}";

    /// <summary>A page without the number to give to the help desk and without tokens of forms.</summary>
    private static string Plain(Page page) => Random().Replace(page.Html, "~");

    [GeneratedRegex("[0-9a-f]{32}|[A-Za-z0-9_-]{60,}")]
    private static partial Regex Random();
}
