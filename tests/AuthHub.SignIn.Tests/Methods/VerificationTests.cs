using AuthHub.Flows;
using AuthHub.Methods.Shared;
using AuthHub.SignIn.Audit;
using AuthHub.SignIn.Authenticators;
using AuthHub.SignIn.Messages;
using AuthHub.SignIn.Methods;
using AuthHub.SignIn.Users;
using Microsoft.Extensions.DependencyInjection;

namespace AuthHub.SignIn.Tests.Methods;

/// <summary>What the host does around every second factor, tried with the example method.</summary>
public sealed class VerificationTests : SignInTest
{
    private readonly Outbox _outbox = new();

    protected override void Configure(IServiceCollection services) => services.AddSingleton<IMessageGateway>(_outbox);

    [Fact]
    public async Task A_right_word_is_a_proof_and_is_used_up()
    {
        var anna = await AddAsync();
        var visitor = await VisitAsync("anna");
        Assert.Equal(new FlowStep.Verify("words"), await visitor.StepAsync());
        Assert.Equal("Word 1", ((CodeField)await visitor.ShowAsync("words")).Label);

        Assert.IsType<Outcome.Done>(await visitor.AnswerAsync("words", "w1"));

        Assert.IsType<FlowStep.Complete>(await visitor.StepAsync());
        var proof = (await visitor.OpenAsync())!.State.Proofs[^1];
        Assert.Equal(("words", "paper", Factor.Possession, Clock.Now), (proof.Method, proof.Channel, proof.Factor, proof.At));
        Assert.Contains(AuditTypes.ProofAccepted, await AuditAsync(anna.Id));
        Assert.Equal("Word 2", ((CodeField)await (await VisitAsync("anna")).ShowAsync("words")).Label);
    }

    [Fact]
    public async Task A_wrong_word_is_counted_recorded_and_may_be_tried_again()
    {
        var anna = await AddAsync();
        var visitor = await AskedAsync("anna");

        Assert.NotEmpty(Assert.IsType<Outcome.Rejected>(await visitor.AnswerAsync("words", "w2")).Message);

        Assert.Equal(1, (await BoundAsync(anna, "words")).Failures);
        Assert.Contains(AuditTypes.ProofRejected, await AuditAsync(anna.Id));
        Assert.IsType<Outcome.Done>(await visitor.AnswerAsync("words", "w1"));
    }

    [Fact]
    public async Task After_five_in_a_hundred_seconds_even_the_right_word_waits_unevaluated()      // S-012
    {
        var anna = await AddAsync();
        var visitor = await AskedAsync("anna");
        await FailAsync(visitor, 5);
        Clock.Advance(TimeSpan.FromSeconds(40));

        var wait = Assert.IsType<Outcome.Wait>(await visitor.AnswerAsync("words", "w1"));

        Assert.Equal(TimeSpan.FromSeconds(60), wait.RetryAfter);
        var bound = await BoundAsync(anna, "words");
        Assert.Equal((5, 0), (bound.Failures, bound.Version));
        Assert.Contains(AuditTypes.Throttled, await AuditAsync(anna.Id));
        Clock.Advance(wait.RetryAfter);
        Assert.IsType<Outcome.Done>(await visitor.AnswerAsync("words", "w1"));
    }

    [Fact]
    public async Task Ten_in_a_row_lock_the_authenticator_and_tell_its_owner()      // S-013, standards 12.13
    {
        var anna = await AddAsync();
        var visitor = await AskedAsync("anna");
        await FailAsync(visitor, 5);
        Clock.Advance(TimeSpan.FromSeconds(100));
        await FailAsync(visitor, 4);

        Assert.IsType<Outcome.Locked>(await visitor.AnswerAsync("words", "wrong"));

        Assert.Contains(AuditTypes.AuthenticatorLocked, await AuditAsync(anna.Id));
        Assert.Contains("Word list", Assert.Single(_outbox.Sent).Text, StringComparison.Ordinal);
        Clock.Advance(TimeSpan.FromSeconds(100));
        Assert.IsNotType<Outcome.Done>(await visitor.AnswerAsync("words", "w1"));
        Assert.Equal(0, (await BoundAsync(anna, "words")).Version);
        Assert.Equal(new FlowStep.Stop(StopReason.Locked), await (await VisitAsync("anna")).StepAsync());
    }

    [Fact]
    public async Task Of_twenty_guesses_at_once_five_are_judged()      // L9: the count rises before the check
    {
        var anna = await AddAsync();
        var visitor = await AskedAsync("anna");

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => visitor.AnswerAsync("words", "wrong"))));

        Assert.Equal(5, outcomes.Count(outcome => outcome is Outcome.Rejected));
        Assert.Equal(15, outcomes.Count(outcome => outcome is Outcome.Wait));
        Assert.Equal(5, (await BoundAsync(anna, "words")).Failures);
    }

    [Fact]
    public async Task New_runs_and_other_browsers_share_one_count()      // L9
    {
        await AddAsync();
        for (var guess = 0; guess < 5; guess++)
        {
            await FailAsync(await AskedAsync("anna"), 1);
        }

        Assert.IsType<Outcome.Wait>(await (await AskedAsync("anna")).AnswerAsync("words", "w1"));
    }

    [Fact]
    public async Task An_answer_given_twice_does_nothing_the_second_time()      // L8
    {
        var anna = await AddAsync();
        var visitor = await AskedAsync("anna");
        Assert.IsType<Outcome.Done>(await visitor.AnswerAsync("words", "w1"));

        Assert.IsType<Outcome.Gone>(await visitor.AnswerAsync("words", "w1"));
        var other = await AskedAsync("anna");
        Assert.IsType<Outcome.Rejected>(await other.AnswerAsync("words", "w1"));

        Assert.Equal(1, (await BoundAsync(anna, "words")).Version);
    }

    [Fact]
    public async Task Of_the_same_word_in_eight_runs_at_once_one_is_accepted()      // L8
    {
        var anna = await AddAsync();
        var visitors = new List<Visitor>();
        for (var run = 0; run < 4; run++)
        {
            visitors.Add(await AskedAsync("anna"));
        }

        var outcomes = await Task.WhenAll(visitors.Concat(visitors).Select(one => Task.Run(() => one.AnswerAsync("words", "w1"))));

        Assert.Single(outcomes, outcome => outcome is Outcome.Done);
        Assert.Equal(1, (await BoundAsync(anna, "words")).Version);
        Assert.Equal(1, (await AuditAsync(anna.Id)).Count(type => type == AuditTypes.ProofAccepted) - visitors.Count);
    }

    [Fact]
    public async Task FLOW_09_A_question_put_in_one_run_is_not_open_in_another()      // L4
    {
        await AddAsync();
        await AskedAsync("anna");

        Assert.IsType<Outcome.Gone>(await (await VisitAsync("anna")).AnswerAsync("words", "w1"));
    }

    [Fact]
    public async Task FLOW_09_A_factor_of_somebody_else_proves_nothing_here()
    {
        await AddAsync();
        var mallory = await AddAsync("mallory");
        var bound = await BoundAsync(mallory, "words");
        var visitor = await AskedAsync("anna");

        Assert.IsType<Outcome.Gone>(await visitor.AnswerAsync("words", "w1", bound.Id));

        Assert.Equal((0, 0), (bound.Failures, (await BoundAsync(mallory, "words")).Version));
        Assert.IsNotType<FlowStep.Complete>(await visitor.StepAsync());
    }

    [Fact]
    public async Task FLOW_09_A_run_does_not_open_in_another_browser()
    {
        var anna = await AddAsync();
        var visitor = await VisitAsync("anna");
        var thief = Visit();
        thief.Address = visitor.Address;

        Assert.Null(await thief.OpenAsync());

        Assert.Contains(AuditTypes.RunMismatch, await AuditAsync(anna.Id));
    }

    [Theory]
    [InlineData("version")]      // FLOW-18: the password was changed
    [InlineData("removed")]      // FLOW-19: the factor was removed
    [InlineData("disabled")]      // FLOW-19: the person was disabled
    public async Task A_change_of_the_account_ends_the_run_and_its_question(string change)      // L11
    {
        var anna = await AddAsync();
        var visitor = await AskedAsync("anna");
        var before = (await visitor.OpenAsync())!;
        switch (change)
        {
            case "version":
                await Get<IUsers>().BumpSecurityVersionAsync(anna.Id, Token);
                break;
            case "removed":
                Assert.True(await Get<IAuthenticators>().RemoveAsync(anna.Id, (await BoundAsync(anna, "words")).Id, null, Token));
                await Get<IUsers>().BumpSecurityVersionAsync(anna.Id, Token);
                break;
            default:
                Assert.True(await Get<IUsers>().SetDisabledAsync(anna.Id, true, Token));
                break;
        }

        Assert.Equal(new FlowStep.Stop(StopReason.Stale), await visitor.StepAsync());
        var user = await Get<IUsers>().FindAsync(anna.Id, Token);
        var claimant = new Claimant(user!, before.Authenticators, before.Owner, "Helpdesk", null);
        var outcome = await Get<Verification>().VerifyAsync(claimant, "words", Visitor.Form("w1", null), (_, _) => Task.FromResult(true), Token);
        Assert.IsType<Outcome.Gone>(outcome);
        Assert.Null(await visitor.PassAsync());
    }

    [Fact]
    public async Task A_question_lives_ten_minutes_and_not_a_moment_longer()      // L18
    {
        await AddAsync();
        var visitor = await AskedAsync("anna");
        Clock.Advance(TimeSpan.FromMinutes(10));

        Assert.IsType<Outcome.Gone>(await visitor.AnswerAsync("words", "w1"));

        await visitor.ShowAsync("words");
        Assert.IsType<Outcome.Done>(await visitor.AnswerAsync("words", "w1"));
    }

    [Fact]
    public async Task What_the_host_does_not_accept_leaves_no_trace_of_the_proof()      // L2, L17
    {
        var anna = await AddAsync();
        var visitor = await AskedAsync("anna");
        var run = (await visitor.OpenAsync())!;
        var claimant = new Claimant(run.User!, run.Authenticators, run.Owner, "Helpdesk", null);

        var outcome = await Get<Verification>().VerifyAsync(claimant, "words", Visitor.Form("w1", null), (_, _) => Task.FromResult(false), Token);

        Assert.IsType<Outcome.Gone>(outcome);
        Assert.Equal(0, (await BoundAsync(anna, "words")).Version);
        Assert.IsType<Outcome.Done>(await visitor.AnswerAsync("words", "w1"));
    }

    private async Task<Visitor> AskedAsync(string username)
    {
        var visitor = await VisitAsync(username);
        await visitor.ShowAsync("words");
        return visitor;
    }

    private static async Task FailAsync(Visitor visitor, int times)
    {
        for (var guess = 0; guess < times; guess++)
        {
            Assert.IsType<Outcome.Rejected>(await visitor.AnswerAsync("words", "wrong"));
        }
    }

    /// <summary>Keeps mails instead of sending them.</summary>
    private sealed class Outbox : IMessageGateway
    {
        public List<Message> Sent { get; } = [];

        public string Kind => "mail";

        public Task SendAsync(Message message, CancellationToken cancellationToken)
        {
            Sent.Add(message);
            return Task.CompletedTask;
        }
    }
}
