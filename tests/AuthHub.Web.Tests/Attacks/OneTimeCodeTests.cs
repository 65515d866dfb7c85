using System.Net;
using AuthHub.SignIn.Audit;
using AuthHub.Web.Tests.Support;

namespace AuthHub.Web.Tests.Attacks;

/// <summary>Attacks on codes from an app.</summary>
public sealed class OneTimeCodeTests(AuthHubHost host) : IClassFixture<AuthHubHost>
{
    [Fact]
    public async Task OTP_01_OTP_02_A_code_works_once_in_its_step_and_in_the_drift_after_it()
    {
        var (person, app) = (await host.AddPersonAsync(totp: true), await host.AddAppAsync());
        var code = person.Code(host.Clock.Now);
        await host.Visitor().SignInAsync(app, person);
        var used = person.Code(host.Clock.Now);

        // The same step, and the next one, in which the old code is still within the drift.
        foreach (var later in (int[])[0, 30])
        {
            host.Clock.Advance(TimeSpan.FromSeconds(later));
            var thief = host.Visitor();
            await thief.ToSecondFactorAsync(app, person);
            await thief.CodeAsync(used);
            Assert.Equal("verify/totp", thief.At.Stage);
            Assert.NotNull(thief.At.Refusal);
            await thief.CodeAsync(code);
            Assert.Equal("verify/totp", thief.At.Stage);
        }

        Assert.Single(await host.SessionsAsync(person));
        Assert.Equal(1, await host.CountAsync(person, AuditTypes.SignInCompleted));
    }

    [Fact]
    public async Task OTP_05_A_hundred_parallel_guesses_are_judged_no_more_than_allowed()
    {
        var (person, app) = (await host.AddPersonAsync(totp: true), await host.AddAppAsync());
        Visitor[] thieves = [.. Enumerable.Range(1, 10).Select(i => host.Visitor($"127.0.0.{i}"))];
        foreach (var thief in thieves)
        {
            await thief.ToSecondFactorAsync(app, person);
        }

        // The right code comes last of all; whoever guesses in parallel must not reach it.
        var guesses = Enumerable.Range(0, 100).Select(i => thieves[i % 10].Copy().SubmitAsync(("code", person.WrongCode(host.Clock.Now, i))));
        var answers = await Task.WhenAll(guesses);
        var right = await thieves[0].SubmitAsync(("code", person.Code(host.Clock.Now)));

        Assert.Equal(5, await host.CountAsync(person, AuditTypes.ProofRejected));
        Assert.Equal(5, await host.FailuresAsync(person.TotpId));
        Assert.Equal(95, answers.Count(answer => answer.Status == HttpStatusCode.TooManyRequests));
        Assert.Equal(HttpStatusCode.TooManyRequests, right.Status);
        Assert.NotNull(right.Response.Headers.RetryAfter);
        Assert.Equal(96, await host.CountAsync(person, AuditTypes.Throttled));
        Assert.Empty(await host.SessionsAsync(person));
    }

    [Fact]
    public async Task OTP_07_An_old_cookie_jar_brings_no_fresh_tries_and_the_tenth_failure_locks()
    {
        var (person, app) = (await host.AddPersonAsync(totp: true, email: "otp07@example.org"), await host.AddAppAsync());
        var thief = host.Visitor();
        await thief.ToSecondFactorAsync(app, person);
        var jar = thief.Copy();
        for (var i = 0; i < 10; i++)
        {
            if (i == 5)
            {
                thief = jar;
                Assert.Equal(HttpStatusCode.TooManyRequests, (await thief.SubmitAsync(("code", person.Code(host.Clock.Now)))).Status);
                host.Clock.Advance(TimeSpan.FromSeconds(101));
            }

            await thief.PostAsync(thief.At, 0, ("code", person.WrongCode(host.Clock.Now, i)));
        }

        host.Clock.Advance(TimeSpan.FromSeconds(101));
        await thief.OpenAsync($"/sign-in/{thief.At.Run}");
        Assert.Equal("locked", thief.At.Stage);
        Assert.Equal(10, await host.FailuresAsync(person.TotpId));
        Assert.Equal(1, await host.CountAsync(person, AuditTypes.AuthenticatorLocked));
        Assert.Empty(await host.SessionsAsync(person));

        // A new run is no way round, nor is setting up another factor (laws L9, L10).
        var again = host.Visitor();
        await again.ToSecondFactorAsync(app, person);
        Assert.Equal("locked", again.At.Stage);
        Assert.Equal("locked", (await again.OpenAsync($"/sign-in/{again.At.Run}/set-up")).Stage);
    }

    [Fact]
    public async Task OTP_09_All_surfaces_share_one_count()
    {
        var (person, app) = (await host.AddPersonAsync(totp: true), await host.AddAppAsync());
        var hers = host.Visitor();
        await hers.SignInAsync(app, person);
        host.Clock.Advance(TimeSpan.FromMinutes(11));
        var thief = host.Visitor();
        await thief.ToSecondFactorAsync(app, person);
        for (var i = 0; i < 3; i++)
        {
            await thief.CodeAsync(person.WrongCode(host.Clock.Now, i));
        }

        // Two more in her own browser: in a re-authentication and on the way to the account page that wants a fresh proof.
        await hers.StartAsync(app, ("prompt", "login"));
        await hers.PasswordAsync(person.Password);
        await hers.CodeAsync(person.WrongCode(host.Clock.Now, 7));
        await hers.OpenAsync("/account/authenticators/add");
        if (hers.At.Stage != "verify/totp")
        {
            await hers.OpenAsync("/connect/authorize" + new Uri(host.Address + hers.AuthorizeAddress(app, ("prompt", "login"))).Query);
            await hers.PasswordAsync(person.Password);
        }

        await hers.CodeAsync(person.WrongCode(host.Clock.Now, 8));
        Assert.Equal(HttpStatusCode.TooManyRequests, (await thief.CodeAsync(person.Code(host.Clock.Now))).Status);
        Assert.Equal(HttpStatusCode.TooManyRequests, (await hers.CodeAsync(person.Code(host.Clock.Now))).Status);
        Assert.Equal(5, await host.FailuresAsync(person.TotpId));
    }

    [Fact]
    public async Task OTP_10_Another_persons_code_is_wrong()
    {
        var (victim, mallory, app) = (await host.AddPersonAsync(totp: true), await host.AddPersonAsync(totp: true), await host.AddAppAsync());
        var thief = host.Visitor();
        await thief.ToSecondFactorAsync(app, victim);

        await thief.SubmitAsync(("code", mallory.Code(host.Clock.Now)), ("authenticator", mallory.TotpId.ToString()));
        await thief.SubmitAsync(("code", mallory.Code(host.Clock.Now)), ("authenticator", ""), ("user", mallory.Id.ToString()), ("username", mallory.Username));

        Assert.Equal("verify/totp", thief.At.Stage);
        Assert.Equal((0, 0), ((await host.SessionsAsync(victim)).Count, (await host.SessionsAsync(mallory)).Count));
        Assert.Equal(0, await host.FailuresAsync(mallory.TotpId));
        Assert.Equal(1, await host.FailuresAsync(victim.TotpId));
    }

    [Fact]
    public async Task L09_A_success_clears_the_count_and_a_password_alone_does_not()
    {
        var (person, app) = (await host.AddPersonAsync(totp: true), await host.AddAppAsync());
        var visitor = host.Visitor();
        await visitor.ToSecondFactorAsync(app, person);
        await visitor.CodeAsync(person.WrongCode(host.Clock.Now));
        await host.Visitor().ToSecondFactorAsync(app, person);
        Assert.Equal(1, await host.FailuresAsync(person.TotpId));

        await visitor.CodeAsync(person.Code(host.Clock.Now));

        Assert.Equal(0, await host.FailuresAsync(person.TotpId));
    }

    [Fact]
    public async Task L08_One_right_code_sent_twenty_times_at_once_signs_in_once()
    {
        var (person, app) = (await host.AddPersonAsync(totp: true), await host.AddAppAsync());
        var visitor = host.Visitor();
        await visitor.ToSecondFactorAsync(app, person);
        var page = visitor.At;

        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => visitor.Copy().PostAsync(page, 0, ("code", person.Code(host.Clock.Now)))));

        Assert.Single(await host.SessionsAsync(person));
        Assert.Equal(["password", "totp"], (await host.RunsAsync(person)).Single().Proved());
        Assert.Equal(1, await host.CountAsync(person, AuditTypes.ProofAccepted, "totp"));
        Assert.Equal(1, await host.CountAsync(person, AuditTypes.SignInCompleted));
    }

    [Fact]
    public async Task L08_The_same_code_in_two_runs_at_once_signs_in_once()
    {
        var (person, app) = (await host.AddPersonAsync(totp: true), await host.AddAppAsync());
        Visitor[] visitors = [host.Visitor(), host.Visitor(), host.Visitor(), host.Visitor()];
        foreach (var visitor in visitors)
        {
            await visitor.ToSecondFactorAsync(app, person);
        }

        await Task.WhenAll(visitors.Select(visitor => visitor.CodeAsync(person.Code(host.Clock.Now))));

        Assert.Single(visitors, visitor => visitor.At.IsAtApp);
        Assert.Single(await host.SessionsAsync(person));
    }

    [Fact]
    public async Task OTP_18_The_same_code_at_two_servers_at_once_is_accepted_once()
    {
        var app = await host.AddAppAsync();
        await using var node = await host.AnotherNodeAsync();
        for (var round = 0; round < 8; round++)
        {
            var person = await host.AddPersonAsync(totp: true);
            Visitor[] visitors = [host.Visitor(), node.Visitor(), host.Visitor(), node.Visitor()];
            foreach (var visitor in visitors)
            {
                await visitor.ToSecondFactorAsync(app, person);
            }

            var answers = await Task.WhenAll(visitors.Select(visitor => visitor.CodeAsync(person.Code(host.Clock.Now))));

            Assert.Single(answers, answer => answer.IsAtApp);
            Assert.Single(await host.SessionsAsync(person));
            Assert.Equal(1, await host.CountAsync(person, AuditTypes.ProofAccepted, "totp"));
            Assert.Equal(1, await host.CountAsync(person, AuditTypes.SignInCompleted));

            // Nor afterwards, at either of them.
            foreach (var later in (Visitor[])[host.Visitor(), node.Visitor()])
            {
                await later.ToSecondFactorAsync(app, person);
                Assert.False((await later.CodeAsync(person.Code(host.Clock.Now))).IsAtApp);
            }
        }
    }

    [Fact]
    public async Task OTP_18_One_run_answered_at_two_servers_at_once_passes_once()
    {
        await using var node = await host.AnotherNodeAsync();
        var (person, app, visitor) = (await host.AddPersonAsync(totp: true), await host.AddAppAsync(), host.Visitor());
        await visitor.ToSecondFactorAsync(app, person);
        var page = visitor.At;

        await Task.WhenAll(Enumerable.Range(0, 10).Select(i => (i % 2 == 0 ? host : node).Visitor(visitor).PostAsync(page, 0, ("code", person.Code(host.Clock.Now)))));

        Assert.Single(await host.SessionsAsync(person));
        Assert.Equal(1, await host.CountAsync(person, AuditTypes.ProofAccepted, "totp"));
        Assert.Equal(["password", "totp"], (await host.RunsAsync(person)).Single().Proved());
    }
}
