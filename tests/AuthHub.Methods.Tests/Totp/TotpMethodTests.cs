using AuthHub.Methods.Tests.Shared;
using AuthHub.Methods.Totp;
using AuthHub.SignIn.Audit;
using AuthHub.SignIn.Methods;

namespace AuthHub.Methods.Tests.Totp;

public sealed class TotpMethodTests : VerificationMethodContract
{
    protected override string Name => "totp";

    protected override IReadOnlyList<string> Fields => ["code"];

    protected override bool RefusesReplay => true;

    private IVerificationMethod Method => Kit.Method("totp");

    [Fact]
    public async Task The_code_of_the_set_up_does_not_sign_in()      // S-034
    {
        var pending = await Method.BeginEnrolmentAsync(Kit.Enrolling(), default);
        var code = CodeAt(pending, 0);
        var bound = Kit.Bind(Name, Assert.IsType<EnrolmentVerdict.Enrolled>(await Method.FinishEnrolmentAsync(Kit.Enrolling(), pending, Kit.Form(("code", code)), default)));
        var verdict = Assert.IsType<Verdict.Rejected>(await VerifyAsync(bound, code));
        Assert.False(verdict.Counts);
        Assert.Contains("next code", verdict.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reload_shows_the_same_key_and_a_wrong_code_keeps_it()      // S-037, S-038
    {
        var pending = await Method.BeginEnrolmentAsync(Kit.Enrolling(), default);
        var first = (TotpEnrolment)await Method.ShowEnrolmentAsync(Kit.Enrolling(), pending, default);
        Assert.IsType<EnrolmentVerdict.Rejected>(await Method.FinishEnrolmentAsync(Kit.Enrolling(), pending, Kit.Form(("code", "000000")), default));
        Assert.Equal(first, (TotpEnrolment)await Method.ShowEnrolmentAsync(Kit.Enrolling(), pending, default));
        Assert.Equal(8, first.Groups.Count());
        Assert.All(first.Groups, group => Assert.Equal(4, group.Length));
    }

    [Theory]      // S-033; OTP-01, OTP-02
    [InlineData(-2, false)]
    [InlineData(-1, true)]
    [InlineData(0, true)]
    [InlineData(1, true)]
    [InlineData(2, false)]
    public async Task One_step_either_side_is_accepted(int steps, bool right)
    {
        var bound = Bound();
        Assert.Equal(right, await VerifyAsync(bound, CodeAt(bound.State, steps)) is Verdict.Accepted);
    }

    [Fact]
    public async Task After_a_later_step_an_earlier_one_is_used_up()      // OTP-02
    {
        var bound = Bound();
        var later = Assert.IsType<Verdict.Accepted>(await VerifyAsync(bound, CodeAt(bound.State, 1)));
        bound = bound with { State = later.NewState };
        Assert.False(Assert.IsType<Verdict.Rejected>(await VerifyAsync(bound, CodeAt(bound.State, 0))).Counts);
        Assert.False(Assert.IsType<Verdict.Rejected>(await VerifyAsync(bound, CodeAt(bound.State, 1))).Counts);
    }

    [Theory]      // S-036
    [InlineData(-20, "-600 s")]
    [InlineData(-5, "-150 s")]
    [InlineData(20, "+600 s")]
    public async Task A_wrong_clock_is_told_and_recorded_and_still_counts(int steps, string note)
    {
        var bound = Bound();
        var verdict = Assert.IsType<Verdict.Rejected>(await VerifyAsync(bound, CodeAt(bound.State, steps)));
        Assert.Contains("clock", verdict.Message, StringComparison.Ordinal);
        Assert.Equal(note, verdict.Note);
        Assert.Equal(AuditTypes.ClockOff, verdict.NoteType);
        Assert.True(verdict.Counts);
    }

    [Fact]
    public async Task Beyond_ten_minutes_nothing_is_told()
    {
        var bound = Bound();
        Assert.Null(Assert.IsType<Verdict.Rejected>(await VerifyAsync(bound, CodeAt(bound.State, 21))).Note);
    }

    [Fact]
    public async Task The_code_of_another_person_is_refused()      // OTP-10
    {
        var (hers, his) = (Bound(), Bound());
        Assert.IsType<Verdict.Rejected>(await VerifyAsync(hers, CodeAt(his.State, 0)));
    }

    [Fact]
    public void Typed_codes_are_judged_as_the_published_cases_say()
    {
        foreach (var test in Vectors.Json("own/otp-input-cases.json").GetProperty("cases").EnumerateArray())
        {
            var input = test.GetProperty("input").GetString()!;
            Assert.True(test.GetProperty("wellFormed").GetBoolean() == TotpCode.Clean(input) is not null, input);
        }
    }

    [Fact]
    public async Task Ten_thousand_keys_are_all_different_and_have_160_bits()      // OTP-14
    {
        HashSet<string> keys = [];
        for (var i = 0; i < 10_000; i++)
        {
            var secret = TotpState.Read(await Method.BeginEnrolmentAsync(Kit.Enrolling(), default)).Secret;
            Assert.Equal(20, secret.Length);
            Assert.True(keys.Add(Convert.ToHexString(secret)));
        }
    }

    [Fact]
    public void The_address_has_one_issuer_and_escapes_names()      // S-030
    {
        var address = OtpAuthAddress.Of("Help & Desk: Rīga", "jana@example.org", "ABCD");
        Assert.Equal("otpauth://totp/Help%20%26%20Desk%20%20R%C4%ABga:jana%40example.org?secret=ABCD&issuer=Help%20%26%20Desk%20%20R%C4%ABga&algorithm=SHA1&digits=6&period=30", address);
    }

    [Fact]
    public void The_picture_has_a_quiet_zone_and_no_inline_style()      // S-031
    {
        var svg = QrSvg.Draw("otpauth://totp/x", "QR \"code\"");
        Assert.Contains("role=\"img\"", svg, StringComparison.Ordinal);
        Assert.Contains("aria-label=\"QR &quot;code&quot;\"", svg, StringComparison.Ordinal);
        Assert.DoesNotContain("style=", svg, StringComparison.Ordinal);
        Assert.Matches("d=\"M4 4h1v1h-1z", svg);
    }

    [Theory]
    [InlineData("", null)]
    [InlineData("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", 20)]
    [InlineData("gezd gnbv gy3t qojq gezd gnbv gy3t qojq", 20)]
    [InlineData("GEZDGNBV", null)]
    [InlineData("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJ1", null)]
    public void A_key_from_elsewhere_is_taken_only_when_sound(string key, int? bytes) => Assert.Equal(bytes, TotpState.FromKey(key)?.Secret.Length);

    protected override async Task<EnrolmentVerdict.Enrolled> EnrolAsync()
    {
        var pending = await Method.BeginEnrolmentAsync(Kit.Enrolling(), default);
        return Assert.IsType<EnrolmentVerdict.Enrolled>(await Method.FinishEnrolmentAsync(Kit.Enrolling(), pending, Kit.Form(("code", CodeAt(pending, 0))), default));
    }

    protected override Task<MethodResponse> AnswerAsync(BoundAuthenticator bound, byte[] challenge) => Task.FromResult(Kit.Form(("code", CodeAt(bound.State, 0))));

    protected override Task<MethodResponse> WrongAnswerAsync(BoundAuthenticator bound, byte[] challenge) => Task.FromResult(Kit.Form(("code", CodeAt(bound.State, 1000))));

    private BoundAuthenticator Bound() => Kit.Bind(Name, new TotpState(System.Security.Cryptography.RandomNumberGenerator.GetBytes(20), -1).Write());

    private string CodeAt(byte[] state, int steps) => TotpCode.Of(TotpState.Read(state).Secret, TotpCode.StepOf(Kit.Clock.Now) + steps);

    private Task<Verdict> VerifyAsync(BoundAuthenticator bound, string code) =>
        Method.VerifyAsync(Kit.Verifying(bound), bound, [], Kit.Form(("code", code)), default);
}
