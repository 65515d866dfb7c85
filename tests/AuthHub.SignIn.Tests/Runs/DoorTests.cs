using AuthHub.Flows;
using AuthHub.SignIn.Audit;
using AuthHub.SignIn.Authenticators;
using AuthHub.SignIn.Methods;
using AuthHub.SignIn.Sessions;
using AuthHub.SignIn.Users;

namespace AuthHub.SignIn.Tests.Runs;

/// <summary>Law L1: sessions come into being here and nowhere else, by a completed run, once.</summary>
public sealed class DoorTests : SignInTest
{
    [Fact]
    public async Task A_run_passes_once_however_often_it_knocks()      // FLOW-11
    {
        var anna = await AddAsync();
        var visitor = await ProvedAsync("anna");

        var secrets = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(visitor.PassAsync)));

        Assert.Single(secrets, secret => secret is not null);
        Assert.Null(await visitor.PassAsync());
        Assert.Single(await Get<ISessions>().OpenOfAsync(anna.Id, Clock.Now, Token));
        Assert.Single(await AuditAsync(anna.Id), type => type == AuditTypes.SignInCompleted);
    }

    [Fact]
    public async Task Where_the_run_says_it_stands_proves_nothing()      // L1: the policy is asked again
    {
        await AddAsync();
        var visitor = await VisitAsync("anna");

        Assert.Null(await visitor.PassAsync(run => run with { Step = new FlowStep.Complete() }));
        Assert.Null(await visitor.PassAsync(run => run with { Step = new FlowStep.Complete(), State = run.State with { Proofs = [] } }));
        Assert.Null(await visitor.PassAsync());
    }

    [Fact]
    public async Task A_run_that_is_not_stored_does_not_pass()
    {
        await AddAsync();
        var visitor = await ProvedAsync("anna");

        Assert.Null(await visitor.PassAsync(run => run with { Row = null }));
        Assert.NotNull(await visitor.PassAsync());
    }

    [Fact]
    public async Task A_proof_that_grew_too_old_before_the_door_does_not_pass()
    {
        await AddAsync();
        var visitor = await ProvedAsync("anna", new Demand([new DemandGroup.OneOf(["words"]) { MaxAge = TimeSpan.FromMinutes(1) }]));
        var before = (await visitor.OpenAsync())!;
        Clock.Advance(TimeSpan.FromMinutes(2));

        Assert.Null(await visitor.PassAsync(_ => before));
    }

    [Fact]
    public async Task A_person_disabled_on_the_way_does_not_pass()      // FLOW-19
    {
        var anna = await AddAsync();
        var visitor = await ProvedAsync("anna");
        await Get<IUsers>().SetDisabledAsync(anna.Id, true, Token);

        Assert.Null(await visitor.PassAsync());
    }

    [Fact]
    public async Task A_session_made_while_the_account_changed_is_dead_from_the_start()      // L11
    {
        var anna = await AddAsync();
        var visitor = await ProvedAsync("anna");
        var before = (await visitor.OpenAsync())!;
        await Get<IUsers>().BumpSecurityVersionAsync(anna.Id, Token);

        await visitor.PassAsync(_ => before);

        Assert.Null(await visitor.LiveAsync());
    }

    [Fact]
    public async Task SES_09_The_session_of_the_person_before_ends()
    {
        var anna = await AddAsync();
        await AddAsync("bert");
        var annas = await SignInAsync("anna");
        var session = (await annas.LiveAsync())!.Session;

        var berts = await VisitAsync("bert", sameBrowserAs: annas);
        await berts.ShowAsync("words");
        await berts.AnswerAsync("words", "w1");
        Assert.NotNull(await berts.PassAsync());

        Assert.Null(await annas.LiveAsync());
        Assert.NotEqual(session.Id, (await berts.LiveAsync())!.Session.Id);
        Assert.Contains(AuditTypes.SessionEnded, await AuditAsync(anna.Id));
    }

    [Fact]
    public async Task A_step_up_keeps_the_session_changes_its_secret_and_adds_the_proof()      // SES-01
    {
        var anna = await AddAsync(words: false);
        var visitor = await VisitAsync("anna");
        Assert.NotNull(await visitor.PassAsync());
        var (old, session) = (visitor.Session!, (await visitor.LiveAsync())!.Session);
        Assert.True(await Get<IAuthenticators>().AddAsync(Bind(anna, "words", """["w1","w2"]"""u8.ToArray()), 1, Token));

        var more = Visit(Demand.AtLeast(Strength.Medium), visitor, session.Id);
        Assert.Equal(new FlowStep.Verify("words"), await more.StepAsync());
        await more.ShowAsync("words");
        Assert.IsType<Outcome.Done>(await more.AnswerAsync("words", "w1"));
        Assert.NotNull(await more.PassAsync());

        var now = (await more.LiveAsync())!.Session;
        Assert.Equal(session.Id, now.Id);
        Assert.Equal(["password", "words"], now.Proofs.Select(proof => proof.Method));
        Assert.Null(await Get<LiveSessions>().FindAsync(old, Token));
        Assert.Contains(AuditTypes.StepUpCompleted, await AuditAsync(anna.Id));
    }

    [Fact]
    public async Task A_step_up_of_a_session_that_ended_meanwhile_does_not_pass()
    {
        var anna = await AddAsync();
        var visitor = await SignInAsync("anna");
        var live = (await visitor.LiveAsync())!;
        Clock.Advance(TimeSpan.FromMinutes(5));
        var again = await ProvedAsync("anna", word: "w2");
        await Get<ISessions>().EndAsync(anna.Id, live.Session.Id, Clock.Now, Token);

        Assert.Null(await Get<SignIn.Runs.Door>().PassAsync((await again.OpenAsync())!, live, null, null, Token));
    }

    [Fact]
    public async Task A_new_sign_in_leaves_of_each_authenticator_the_newest_proof()
    {
        await AddAsync();
        var visitor = await SignInAsync("anna");
        var id = (await visitor.LiveAsync())!.Session.Id;
        Clock.Advance(TimeSpan.FromMinutes(5));

        var again = await VisitAsync("anna", sameBrowserAs: visitor);
        await again.ShowAsync("words");
        await again.AnswerAsync("words", "w2");
        Assert.NotNull(await again.PassAsync());

        var session = (await again.LiveAsync())!.Session;
        Assert.Equal(id, session.Id);
        Assert.Equal(Clock.Now, Policy.AuthTime(session.Proofs));
        var perAuthenticator = session.Proofs.GroupBy(proof => proof.Authenticator).ToList();
        Assert.Equal(2, perAuthenticator.Count);
        Assert.All(perAuthenticator, proofs => Assert.Equal(Clock.Now, proofs.Max(proof => proof.At)));
    }

    [Fact]
    public async Task Two_factors_forgive_the_wrong_answers_before_them()      // L9, S-013
    {
        var anna = await AddAsync();
        var visitor = await VisitAsync("anna");
        await visitor.ShowAsync("words");
        await visitor.AnswerAsync("words", "wrong");
        await visitor.AnswerAsync("words", "w1");
        Assert.Equal(2, (await BoundAsync(anna, "words")).Failures);

        Assert.NotNull(await visitor.PassAsync());

        Assert.Equal(0, (await BoundAsync(anna, "words")).Failures);
    }

    private async Task<Visitor> ProvedAsync(string username, Demand? demand = null, string word = "w1")
    {
        var visitor = await VisitAsync(username, demand);
        await visitor.ShowAsync("words");
        Assert.IsType<Outcome.Done>(await visitor.AnswerAsync("words", word));
        return visitor;
    }
}
