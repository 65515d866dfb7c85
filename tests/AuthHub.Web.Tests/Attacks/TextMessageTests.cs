using System.Net;
using AuthHub.SignIn.Audit;
using AuthHub.SignIn.Users;
using AuthHub.Web.Tests.Support;

namespace AuthHub.Web.Tests.Attacks;

/// <summary>Attacks on codes in text messages.</summary>
public sealed class TextMessageTests(AuthHubHost host) : IClassFixture<AuthHubHost>
{
    [Fact]
    public async Task OOB_01_A_code_belongs_to_the_challenge_it_was_sent_for()
    {
        const string phone = "+37120000101";
        var (person, app, one, two) = (await host.AddPersonAsync(phone: phone), await host.AddAppAsync(), host.Visitor(), host.Visitor());
        await one.ToSecondFactorAsync(app, person);
        await one.SendSmsAsync();
        var first = host.Outbox.NewestCode(phone);
        host.Clock.Advance(TimeSpan.FromSeconds(31));
        await two.ToSecondFactorAsync(app, person);
        await two.SendSmsAsync();

        await two.CodeAsync(first);

        Assert.Equal("verify/sms", two.At.Stage);
        Assert.Empty(await host.SessionsAsync(person));
        Assert.Equal(1, await host.CountAsync(person, AuditTypes.ProofRejected));
        Assert.True((await one.CodeAsync(first)).IsAtApp);
    }

    [Fact]
    public async Task OOB_03_More_challenges_bring_no_more_guesses()
    {
        const string phone = "+37120000102";
        var (person, app) = (await host.AddPersonAsync(phone: phone), await host.AddAppAsync());
        for (var i = 0; i < 3; i++)
        {
            var thief = host.Visitor();
            await thief.ToSecondFactorAsync(app, person);
            await thief.SendSmsAsync();
            for (var guess = 0; guess < 2; guess++)
            {
                await thief.PostAsync(thief.At, 0, ("code", $"AAA-AA{i}-AA{guess + 2}"));
            }

            host.Clock.Advance(TimeSpan.FromSeconds(31));
        }

        Assert.Equal(5, await host.CountAsync(person, AuditTypes.ProofRejected));
        Assert.Equal(5, await host.FailuresAsync(person.PhoneId));
        Assert.Equal(1, await host.CountAsync(person, AuditTypes.Throttled));
        Assert.Empty(await host.SessionsAsync(person));
    }

    [Fact]
    public async Task OOB_04_Only_the_newest_code_lives()
    {
        const string phone = "+37120000103";
        var (person, app, visitor) = (await host.AddPersonAsync(phone: phone), await host.AddAppAsync(), host.Visitor());
        await visitor.ToSecondFactorAsync(app, person);
        await visitor.SendSmsAsync();
        var old = host.Outbox.NewestCode(phone);
        var tooSoon = await visitor.SubmitAsync(("ask", "send"));
        Assert.NotNull(tooSoon.Refusal);
        host.Clock.Advance(TimeSpan.FromSeconds(31));
        await visitor.SubmitAsync(("ask", "send"));
        Assert.Equal(2, host.Outbox.To(phone).Count);

        await visitor.CodeAsync(old);
        Assert.Equal("verify/sms", visitor.At.Stage);

        Assert.True((await visitor.CodeAsync(host.Outbox.NewestCode(phone))).IsAtApp);
    }

    [Fact]
    public async Task OOB_05_A_code_is_dead_after_five_minutes()
    {
        const string phone = "+37120000104";
        var (person, app, visitor) = (await host.AddPersonAsync(phone: phone), await host.AddAppAsync(), host.Visitor());
        await visitor.ToSecondFactorAsync(app, person);
        await visitor.SendSmsAsync();
        host.Clock.Advance(TimeSpan.FromMinutes(5));

        await visitor.CodeAsync(host.Outbox.NewestCode(phone));

        Assert.Equal("verify/sms", visitor.At.Stage);
        Assert.Equal(("ask", "send"), visitor.At.Forms[0].Buttons[0]);
        Assert.Empty(await host.SessionsAsync(person));
    }

    [Fact]
    public async Task OOB_06_A_right_code_sent_twenty_times_at_once_signs_in_once()
    {
        const string phone = "+37120000105";
        var (person, app, visitor) = (await host.AddPersonAsync(phone: phone), await host.AddAppAsync(), host.Visitor());
        await visitor.ToSecondFactorAsync(app, person);
        await visitor.SendSmsAsync();
        var (page, code) = (visitor.At, host.Outbox.NewestCode(phone));

        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => visitor.Copy().PostAsync(page, 0, ("code", code))));

        Assert.Single(await host.SessionsAsync(person));
        Assert.Equal(1, await host.CountAsync(person, AuditTypes.ProofAccepted, "sms"));
    }

    [Fact]
    public async Task OOB_07_The_code_is_in_the_message_only()
    {
        const string phone = "+37120000106";
        var (person, app, visitor) = (await host.AddPersonAsync(phone: phone), await host.AddAppAsync(), host.Visitor());
        await visitor.ToSecondFactorAsync(app, person);
        await visitor.SendSmsAsync();
        var code = host.Outbox.NewestCode(phone);
        string[] forms = [code, $"{code[..3]}-{code[3..6]}-{code[6..]}"];

        Assert.All(forms, form => Assert.DoesNotContain(form, visitor.At.Html + visitor.At.Response.Headers + string.Join(' ', visitor.SetCookies), StringComparison.OrdinalIgnoreCase));
        Assert.All(forms, form => Assert.DoesNotContain(host.Log.Lines, line => line.ToString().Contains(form, StringComparison.OrdinalIgnoreCase)));
        Assert.All(forms, form => Assert.DoesNotContain(phone[4..], visitor.At.Html, StringComparison.Ordinal));
        var events = await host.AllEventsAsync();
        Assert.All(forms, form => Assert.DoesNotContain(events, one => one.Detail?.Contains(form, StringComparison.OrdinalIgnoreCase) == true));
    }

    [Fact]
    public async Task OOB_08_No_message_goes_out_before_a_password()
    {
        const string phone = "+37120000107";
        var (person, app) = (await host.AddPersonAsync(phone: phone), await host.AddAppAsync());
        foreach (var name in (string[])[person.Username, "nobody-at-all", person.Username.ToUpperInvariant()])
        {
            var guest = host.Visitor();
            await guest.StartAsync(app);
            await guest.UsernameAsync(name);
            foreach (var stage in (string[])["choose", "verify/sms", "set-up", "set-up/sms"])
            {
                var answer = await guest.ForgeAsync($"/sign-in/{guest.At.Run}/{stage}", ("method", "sms"), ("ask", "send"), ("number", phone));
                Assert.EndsWith("/password?notice=stale", answer.Location, StringComparison.Ordinal);
            }
        }

        Assert.Empty(host.Outbox.To(phone));
    }

    [Fact]
    public async Task OOB_11_A_shared_number_proves_the_runs_own_person_only()
    {
        const string phone = "+37120000108";
        var (victim, mallory, app) = (await host.AddPersonAsync(phone: phone), await host.AddPersonAsync(phone: phone), await host.AddAppAsync());
        var (hers, his) = (host.Visitor(), host.Visitor());
        await hers.ToSecondFactorAsync(app, victim);
        await hers.SendSmsAsync();
        var code = host.Outbox.NewestCode(phone);
        host.Clock.Advance(TimeSpan.FromSeconds(31));
        await his.ToSecondFactorAsync(app, mallory);
        await his.SendSmsAsync();

        await his.SubmitAsync(("code", code), ("authenticator", victim.PhoneId.ToString()));
        Assert.Equal("verify/sms", his.At.Stage);
        await hers.CodeAsync(host.Outbox.NewestCode(phone));
        Assert.Equal("verify/sms", hers.At.Stage);
        await hers.CodeAsync(code);

        Assert.Equal(victim.Subject, (await hers.FinishAsync()).Subject);
        Assert.Empty(await host.SessionsAsync(mallory));
    }

    [Fact]
    public async Task OOB_12_A_change_of_number_ends_the_question()
    {
        const string phone = "+37120000109";
        var (person, app, visitor) = (await host.AddPersonAsync(phone: phone), await host.AddAppAsync(), host.Visitor());
        await visitor.ToSecondFactorAsync(app, person);
        await visitor.SendSmsAsync();
        await host.WithAsync(async (IUsers users) =>
        {
            await users.BumpSecurityVersionAsync(person.Id, CancellationToken.None);
            return true;
        });

        await visitor.CodeAsync(host.Outbox.NewestCode(phone));

        Assert.Equal("changed", visitor.At.Stage);
        Assert.Empty(await host.SessionsAsync(person));
    }
}
