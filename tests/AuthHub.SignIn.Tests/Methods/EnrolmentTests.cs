using AuthHub.Flows;
using AuthHub.Methods.Shared;
using AuthHub.SignIn.Audit;
using AuthHub.SignIn.Authenticators;
using AuthHub.SignIn.Methods;
using AuthHub.SignIn.Users;

namespace AuthHub.SignIn.Tests.Methods;

/// <summary>Binding the example method inside the login.</summary>
public sealed class EnrolmentTests : SignInTest
{
    private static readonly Demand Medium = Demand.AtLeast(Strength.Medium);

    [Fact]
    public void The_book_has_every_method_once_and_in_order()
    {
        var book = Get<MethodBook>();

        var shown = book.SecondFactors.Select(method => method.Info).ToList();
        Assert.Contains("words", shown.Select(info => info.Name));
        Assert.DoesNotContain(Flow.Password, shown.Select(info => info.Name));
        Assert.Equal(shown.OrderBy(info => info.Order), shown);
        Assert.Null(book.Find("carrier-pigeon"));
    }

    [Fact]
    public async Task A_list_set_up_inside_the_login_completes_it_and_works_next_time()
    {
        var anna = await AddAsync(words: false);
        var visitor = await ReadyAsync("anna");
        var words = await WordsAsync(visitor);

        Assert.IsType<Outcome.Done>(await visitor.SetUpAsync("words", words[0]));

        Assert.IsType<FlowStep.Complete>(await visitor.StepAsync());
        Assert.NotNull(await visitor.PassAsync());
        var next = await VisitAsync("anna");
        Assert.Equal("Word 2", ((CodeField)await next.ShowAsync("words")).Label);
        Assert.IsType<Outcome.Done>(await next.AnswerAsync("words", words[1]));
        Assert.Equal(EnrolledBy.Self, (await BoundAsync(anna, "words")).EnrolledBy);
    }

    [Fact]
    public async Task Binding_raises_the_security_version_and_is_recorded()      // L11, L17
    {
        var anna = await AddAsync(words: false);
        var elsewhere = await VisitAsync("anna");
        Assert.NotNull(await elsewhere.PassAsync());
        var pending = await VisitAsync("anna", Medium);
        var visitor = await ReadyAsync("anna");

        Assert.IsType<Outcome.Done>(await visitor.SetUpAsync("words", (await WordsAsync(visitor))[0]));

        Assert.Equal(anna.SecurityVersion + 1, (await Get<IUsers>().FindAsync(anna.Id, Token))!.SecurityVersion);
        Assert.Contains(AuditTypes.AuthenticatorAdded, await AuditAsync(anna.Id));
        Assert.Null(await elsewhere.LiveAsync());
        Assert.Equal(new FlowStep.Stop(StopReason.Stale), await pending.StepAsync());
        Assert.NotNull(await visitor.PassAsync());
        Assert.NotNull(await visitor.LiveAsync());
    }

    [Fact]
    public async Task A_reload_shows_the_same_list_and_a_wrong_word_keeps_it()      // S-037
    {
        await AddAsync(words: false);
        var visitor = await ReadyAsync("anna");
        var words = await WordsAsync(visitor);

        Assert.IsType<Outcome.Rejected>(await visitor.SetUpAsync("words", "wrong"));

        Assert.Equal(words, await WordsAsync(visitor));
        Assert.IsType<Outcome.Done>(await visitor.SetUpAsync("words", words[0]));
    }

    [Fact]
    public async Task A_set_up_has_an_end_of_tries_and_of_time()
    {
        await AddAsync(words: false);
        var visitor = await ReadyAsync("anna");
        var words = await WordsAsync(visitor);
        for (var guess = 0; guess < 20; guess++)
        {
            Assert.IsType<Outcome.Rejected>(await visitor.SetUpAsync("words", "wrong"));
        }

        Assert.IsType<Outcome.Gone>(await visitor.SetUpAsync("words", words[0]));

        var late = await ReadyAsync("anna");
        var others = await WordsAsync(late);
        Clock.Advance(TimeSpan.FromMinutes(15));
        Assert.IsType<Outcome.Gone>(await late.SetUpAsync("words", others[0]));
        Assert.NotEqual(others, await WordsAsync(late));
    }

    [Fact]
    public async Task A_set_up_submitted_twice_at_once_binds_once()      // L8, L17
    {
        var anna = await AddAsync(words: false);
        var visitor = await ReadyAsync("anna");
        var first = (await WordsAsync(visitor))[0];

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => visitor.SetUpAsync("words", first))));

        Assert.Single(outcomes, outcome => outcome is Outcome.Done);
        Assert.Equal("words", (await BoundAsync(anna, "words")).Method);
        Assert.Single(await AuditAsync(anna.Id), type => type == AuditTypes.AuthenticatorAdded);
    }

    [Fact]
    public async Task A_list_begun_in_one_run_is_not_finished_in_another()      // L4, L16
    {
        await AddAsync(words: false);
        var visitor = await ReadyAsync("anna");
        var words = await WordsAsync(visitor);
        var other = await ReadyAsync("anna");

        Assert.IsType<Outcome.Gone>(await other.SetUpAsync("words", words[0]));
        Assert.IsType<Outcome.Gone>(await visitor.AnswerAsync("words", words[0]));
    }

    [Fact]
    public async Task An_account_that_changed_meanwhile_binds_nothing()      // L11
    {
        var anna = await AddAsync(words: false);
        var visitor = await ReadyAsync("anna");
        var words = await WordsAsync(visitor);
        var run = (await visitor.OpenAsync())!;
        await Get<IUsers>().BumpSecurityVersionAsync(anna.Id, Token);

        // As a request would that had read the person a moment before the change.
        var claimant = new Claimant(run.User!, run.Authenticators, run.Owner, "Helpdesk", null);
        var outcome = await Get<Enrolment>().FinishAsync(
            claimant, "words", EnrolledBy.Self, anna.Id, Visitor.Form(words[0], null), (_, _, _, _) => Task.FromResult(true), Token);

        Assert.IsType<Outcome.Gone>(outcome);
        Assert.DoesNotContain(await Get<IAuthenticators>().OfAsync(anna.Id, Token), one => one.Method == "words");
    }

    /// <summary>A browser whose next step is setting up a list.</summary>
    private async Task<Visitor> ReadyAsync(string username)
    {
        var visitor = await VisitAsync(username, Medium);
        Assert.Contains("words", Assert.IsType<FlowStep.ChooseEnrolment>(await visitor.StepAsync()).Methods);
        await visitor.ChooseAsync("words");
        Assert.Equal(new FlowStep.Enrol("words", true), await visitor.StepAsync());
        return visitor;
    }

    private static async Task<string[]> WordsAsync(Visitor visitor) =>
        ((CodeField)await visitor.ShowSetUpAsync("words")).Hint!.Split(": ")[1].Split(' ');
}
