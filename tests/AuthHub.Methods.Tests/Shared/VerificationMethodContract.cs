using AuthHub.SignIn.Methods;

namespace AuthHub.Methods.Tests.Shared;

/// <summary>What every verification method must do. A new method inherits this and says how it is enrolled and answered.</summary>
public abstract class VerificationMethodContract : IDisposable
{
    private static readonly string[] Garbage =
    [
        "", " ", "\0", "\0\0\0\0\0\0", "\uD800", "{}", "[]", "null", "{\"id\":1}", "000000", "٠١٢٣٤٥", "💥", "' or 1=1 --", "<script>", "../../etc/passwd", "\r\n\r\n", new('9', 1_000_000), new('{', 100_000),
    ];

    private protected Kit Kit { get; } = new();

    protected abstract string Name { get; }

    /// <summary>Fields the method reads; garbage is put into each.</summary>
    protected abstract IReadOnlyList<string> Fields { get; }

    /// <summary>Whether the method itself refuses an answer given twice; else the host's single use of the challenge does.</summary>
    protected virtual bool RefusesReplay => false;

    /// <summary>Whether any text may be enrolled, as with passwords.</summary>
    protected virtual bool FreeText => false;

    protected abstract Task<EnrolmentVerdict.Enrolled> EnrolAsync();

    protected abstract Task<MethodResponse> AnswerAsync(BoundAuthenticator bound, byte[] challenge);

    protected abstract Task<MethodResponse> WrongAnswerAsync(BoundAuthenticator bound, byte[] challenge);

    private IVerificationMethod Method => Kit.Method(Name);

    [Fact]
    public async Task A_right_answer_is_accepted_and_leaves_a_state_that_works_again()
    {
        var bound = Kit.Bind(Name, await EnrolAsync());
        for (var round = 0; round < 2; round++)
        {
            var (verdict, _, _) = await RoundAsync(bound, AnswerAsync);
            bound = bound with { State = Assert.IsType<Verdict.Accepted>(verdict).NewState };
        }
    }

    [Fact]
    public async Task An_answer_given_twice_is_refused_where_the_method_promises_it()
    {
        var bound = Kit.Bind(Name, await EnrolAsync());
        var (verdict, challenge, answer) = await RoundAsync(bound, AnswerAsync);
        bound = bound with { State = Assert.IsType<Verdict.Accepted>(verdict).NewState };
        var again = await Method.VerifyAsync(Kit.Verifying(bound), bound, challenge, answer, default);
        Assert.Equal(RefusesReplay, again is Verdict.Rejected);
    }

    [Fact]
    public async Task A_wrong_answer_is_refused_with_a_sentence()
    {
        var bound = Kit.Bind(Name, await EnrolAsync());
        var (verdict, _, _) = await RoundAsync(bound, WrongAnswerAsync);
        Assert.NotEmpty(Assert.IsType<Verdict.Rejected>(verdict).Message);
    }

    [Fact]
    public async Task Garbage_is_refused_and_never_throws()
    {
        var bound = Kit.Bind(Name, await EnrolAsync());
        var context = Kit.Verifying(bound);
        var challenge = await ChallengeAsync(bound);
        var pending = await Method.BeginEnrolmentAsync(Kit.Enrolling(), default);
        foreach (var value in Garbage)
        {
            var answer = Kit.Form([.. Fields.Select(field => (field, value))]);
            Method.Identify(context, challenge, answer);
            Assert.IsType<Verdict.Rejected>(await Method.VerifyAsync(context, bound, challenge, answer, default));
            Assert.True(await Method.FinishEnrolmentAsync(Kit.Enrolling(), pending, answer, default) is EnrolmentVerdict.Rejected || FreeText);
            await Method.DummyAsync(answer, default);
        }
    }

    [Fact]
    public async Task An_authenticator_of_somebody_else_is_not_identified()
    {
        var bound = Kit.Bind(Name, await EnrolAsync());
        var challenge = await ChallengeAsync(bound);
        var answer = Kit.Form(("authenticator", Guid.CreateVersion7(Kit.Clock.Now).ToString()), ("credential", "{}"));
        var found = Method.Identify(Kit.Verifying(bound), challenge, answer);
        Assert.True(found is null || found.Id == bound.Id);
    }

    [Fact]
    public async Task Pages_have_models_before_and_after_asking()
    {
        var bound = Kit.Bind(Name, await EnrolAsync());
        var challenge = await ChallengeAsync(bound);
        Assert.NotNull(await Method.ShowChallengeAsync(Kit.Verifying(bound), null, default));
        Assert.NotNull(await Method.ShowChallengeAsync(Kit.Verifying(bound), challenge, default));
        Assert.NotNull(await Method.ShowEnrolmentAsync(Kit.Enrolling(), await Method.BeginEnrolmentAsync(Kit.Enrolling(), default), default));
    }

    [Fact]
    public void Names_and_descriptions_are_texts_and_pages_are_compiled_in()
    {
        Assert.NotEqual("Name", Method.Info.DisplayName());
        Assert.NotEqual("Description", Method.Info.Description());
        var pages = typeof(MethodServices).Assembly.GetCustomAttributes(false)
            .OfType<Microsoft.AspNetCore.Razor.Hosting.RazorCompiledItemAttribute>().Select(page => page.Identifier).ToList();
        Assert.Contains(Method.Info.VerifyView, pages);
        Assert.Contains(Method.Info.EnrolView, pages);
    }

    public void Dispose()
    {
        Kit.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected async Task<byte[]> ChallengeAsync(BoundAuthenticator bound)
    {
        Kit.Clock.Now += TimeSpan.FromMinutes(2);
        return Assert.IsType<ChallengeOffer.Asked>(await Method.ChallengeAsync(Kit.Verifying(bound), MethodResponse.Empty, default)).State;
    }

    private async Task<(Verdict Verdict, byte[] Challenge, MethodResponse Answer)> RoundAsync(
        BoundAuthenticator bound, Func<BoundAuthenticator, byte[], Task<MethodResponse>> respond)
    {
        var challenge = await ChallengeAsync(bound);
        var answer = await respond(bound, challenge);
        var context = Kit.Verifying(bound);
        Assert.Equal(bound.Id, Method.Identify(context, challenge, answer)?.Id);
        return (await Method.VerifyAsync(context, bound, challenge, answer, default), challenge, answer);
    }
}
