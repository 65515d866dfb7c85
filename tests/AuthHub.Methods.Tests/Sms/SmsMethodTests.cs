using AuthHub.Methods.Sms;
using AuthHub.Methods.Tests.Shared;
using AuthHub.SignIn.Methods;

namespace AuthHub.Methods.Tests.Sms;

public sealed class SmsMethodTests : VerificationMethodContract
{
    private const string Number = "+371 20 123 456";

    protected override string Name => "sms";

    protected override IReadOnlyList<string> Fields => ["number", "code", "code1", "code2", "code3", "authenticator", "ask"];

    private IVerificationMethod Method => Kit.Method("sms");

    [Fact]
    public async Task A_number_is_added_in_two_steps()      // S-277 to S-280
    {
        var first = await Method.BeginEnrolmentAsync(Kit.Enrolling(), default);
        Assert.Null(((SmsEnrolment)await Method.ShowEnrolmentAsync(Kit.Enrolling(), first, default)).SentTo);
        var second = Assert.IsType<EnrolmentVerdict.Continues>(await FinishAsync(first, ("number", Number))).PendingState;
        Assert.Equal("+371 ••••••56", ((SmsEnrolment)await Method.ShowEnrolmentAsync(Kit.Enrolling(), second, default)).SentTo);
        Assert.Equal("+37120123456", Kit.Outbox.Sent.Single().To);
        Assert.Matches("[2-9A-HJKMNP-Z]{4}-[2-9A-HJKMNP-Z]{4}", Kit.Outbox.Sent.Single().Text);

        Assert.Equal("code", Assert.IsType<EnrolmentVerdict.Rejected>(await FinishAsync(second, ("code", "2222-2222"))).Field);
        var enrolled = Assert.IsType<EnrolmentVerdict.Enrolled>(await FinishAsync(second, ("code", Code().ToLowerInvariant())));
        Assert.Equal("+371 ••••••56", enrolled.Hint);
        Assert.Equal("+37120123456", SmsState.Read(enrolled.State).Number);
        Assert.Null(enrolled.ExternalId);
    }

    [Fact]
    public async Task A_set_up_code_is_too_old_after_ten_minutes_and_void_after_a_new_one()      // S-118, OOB-05
    {
        var pending = await StartAsync();
        var old = Code();
        Kit.Clock.Now += TimeSpan.FromMinutes(1);
        var again = Assert.IsType<EnrolmentVerdict.Continues>(await FinishAsync(pending, ("ask", "again"))).PendingState;
        Assert.IsType<EnrolmentVerdict.Rejected>(await FinishAsync(again, ("code", old)));
        Kit.Clock.Now += TimeSpan.FromMinutes(10);
        Assert.Contains("too old", Assert.IsType<EnrolmentVerdict.Rejected>(await FinishAsync(again, ("code", Code()))).Message, StringComparison.Ordinal);
        var changed = Assert.IsType<EnrolmentVerdict.Continues>(await FinishAsync(again, ("ask", "change"))).PendingState;
        Assert.Null(((SmsEnrolment)await Method.ShowEnrolmentAsync(Kit.Enrolling(), changed, default)).SentTo);
    }

    [Fact]
    public async Task A_number_she_has_is_not_added_twice()
    {
        var bound = Kit.Bind(Name, await EnrolAsync());
        var pending = await Method.BeginEnrolmentAsync(Kit.Enrolling(bound), default);
        var verdict = await Method.FinishEnrolmentAsync(Kit.Enrolling(bound), pending, Kit.Form(("number", "00371-20123456")), default);
        Assert.Equal("number", Assert.IsType<EnrolmentVerdict.Rejected>(verdict).Field);
    }

    [Fact]
    public async Task Where_numbers_are_not_shared_the_number_is_unique()      // S-282
    {
        using var kit = new Kit(("Methods:sms:SharedNumbers", "false"));
        var method = kit.Method("sms");
        var pending = Assert.IsType<EnrolmentVerdict.Continues>(
            await method.FinishEnrolmentAsync(kit.Enrolling(), await method.BeginEnrolmentAsync(kit.Enrolling(), default), Kit.Form(("number", Number)), default)).PendingState;
        var code = kit.Outbox.Sent[^1].Text.Split('#')[1];
        var enrolled = await method.FinishEnrolmentAsync(kit.Enrolling(), pending, Kit.Form(("code", code)), default);
        Assert.Equal("sms:+37120123456", Assert.IsType<EnrolmentVerdict.Enrolled>(enrolled).ExternalId);
    }

    [Fact]
    public async Task The_challenge_has_nine_signs_in_three_boxes_and_ignores_case()      // S-227 to S-231
    {
        var bound = Bound();
        var challenge = await ChallengeAsync(bound);
        var text = Kit.Outbox.Sent[^1].Text;
        Assert.Matches(@"^Helpdesk: ([2-9A-HJKMNP-Z]{3}-){2}[2-9A-HJKMNP-Z]{3} .*5 minutes.*\n@login\.example\.org #[2-9A-HJKMNP-Z]{9}$", text);
        Assert.True(text.Length <= 160, text);
        var code = Code().ToLowerInvariant();
        Assert.IsType<Verdict.Accepted>(await VerifyAsync(bound, challenge, ("code1", code[..3]), ("code2", code[3..6]), ("code3", code[6..])));
        Assert.IsType<Verdict.Accepted>(await VerifyAsync(bound, challenge, ("code1", $" {code[..3]}-{code[3..6]}-{code[6..]} ")));
        Assert.IsType<Verdict.Accepted>(await VerifyAsync(bound, challenge, ("code", code)));
        Assert.IsType<Verdict.Rejected>(await VerifyAsync(bound, challenge, ("code", code[..8])));
        Assert.IsType<Verdict.Rejected>(await VerifyAsync(bound, challenge, ("code", code + "2")));
        Assert.Equal(TimeSpan.FromMinutes(5), Method.Info.ChallengeLifetime);
        Assert.Equal(3, Method.Info.TriesPerChallenge);
    }

    [Fact]
    public async Task A_code_belongs_to_its_challenge_and_its_phone()      // OOB-01, OOB-04, OOB-12, OOB-13
    {
        var (one, two) = (Bound(), Bound("+37129999999"));
        var first = await ChallengeAsync(one);
        var firstCode = Code();
        var second = await ChallengeAsync(one);
        Assert.IsType<Verdict.Rejected>(await VerifyAsync(one, second, ("code", firstCode)));
        Assert.IsType<Verdict.Accepted>(await VerifyAsync(one, first, ("code", firstCode)));
        Assert.IsType<Verdict.Rejected>(await VerifyAsync(two, first, ("code", firstCode)));

        var context = Kit.Verifying(one, two);
        Assert.Equal(one.Id, Method.Identify(context, first, Kit.Form(("authenticator", two.Id.ToString())))!.Id);
        Kit.Clock.Now += TimeSpan.FromMinutes(2);
        await Method.ChallengeAsync(context, Kit.Form(("authenticator", two.Id.ToString())), default);
        Assert.Equal("+37129999999", Kit.Outbox.Sent[^1].To);
        Kit.Clock.Now += TimeSpan.FromMinutes(2);
        await Method.ChallengeAsync(context, Kit.Form(("authenticator", Guid.Empty.ToString()), ("to", "+4670000000"), ("number", "+4670000000")), default);
        Assert.Equal("+37120123456", Kit.Outbox.Sent[^1].To);
    }

    [Fact]
    public async Task The_state_and_the_page_hold_no_code()      // OOB-07
    {
        var bound = Bound();
        var challenge = await ChallengeAsync(bound);
        Assert.DoesNotContain(Code(), System.Text.Encoding.UTF8.GetString(challenge), StringComparison.Ordinal);
        var page = (SmsChallenge)await Method.ShowChallengeAsync(Kit.Verifying(bound), challenge, default);
        Assert.Equal("+371 ••••••56", page.SentTo!.Masked);
        Assert.Equal([3, 3, 3], page.Sizes);
    }

    [Fact]
    public async Task A_carrier_that_fails_is_told_plainly()
    {
        Kit.Outbox.Refuses = true;
        var refused = Assert.IsType<ChallengeOffer.Refused>(await Method.ChallengeAsync(Kit.Verifying(Bound()), MethodResponse.Empty, default));
        Assert.Contains("could not be sent", refused.Message, StringComparison.Ordinal);
    }

    protected override async Task<EnrolmentVerdict.Enrolled> EnrolAsync()
    {
        var pending = await StartAsync();
        return Assert.IsType<EnrolmentVerdict.Enrolled>(await FinishAsync(pending, ("code", Code())));
    }

    protected override Task<MethodResponse> AnswerAsync(BoundAuthenticator bound, byte[] challenge) => Task.FromResult(Kit.Form(("code", Code())));

    protected override Task<MethodResponse> WrongAnswerAsync(BoundAuthenticator bound, byte[] challenge) => Task.FromResult(Kit.Form(("code", "222-222-222")));

    private BoundAuthenticator Bound(string number = Number) => Kit.Bind(Name, SmsState.FromNumber(number)!.Write());

    private string Code() => Kit.Outbox.Sent[^1].Text.Split('#')[1];

    private async Task<byte[]> StartAsync() =>
        Assert.IsType<EnrolmentVerdict.Continues>(await FinishAsync(await Method.BeginEnrolmentAsync(Kit.Enrolling(), default), ("number", Number))).PendingState;

    private Task<EnrolmentVerdict> FinishAsync(byte[] pending, params (string, string)[] fields) =>
        Method.FinishEnrolmentAsync(Kit.Enrolling(), pending, Kit.Form(fields), default);

    private Task<Verdict> VerifyAsync(BoundAuthenticator bound, byte[] challenge, params (string, string)[] fields) =>
        Method.VerifyAsync(Kit.Verifying(bound), bound, challenge, Kit.Form(fields), default);
}
