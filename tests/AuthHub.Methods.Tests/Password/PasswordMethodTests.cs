using System.Diagnostics;
using System.Text;
using AuthHub.Methods.Password;
using AuthHub.Methods.Tests.Shared;
using AuthHub.SignIn.Methods;

namespace AuthHub.Methods.Tests.Password;

public sealed class PasswordMethodTests : VerificationMethodContract
{
    private const string Good = "velvet otter kayak 31";

    protected override string Name => "password";

    protected override IReadOnlyList<string> Fields => ["password", "new-password", "confirm-password"];

    protected override bool FreeText => true;

    private IVerificationMethod Method => Kit.Method("password");

    [Fact]
    public async Task Passwords_that_differ_after_byte_72_are_different()      // PWD-15
    {
        var start = new string('k', 90);
        var bound = await BoundAsync(start + "1");
        Assert.IsType<Verdict.Accepted>(await VerifyAsync(bound, start + "1"));
        Assert.IsType<Verdict.Rejected>(await VerifyAsync(bound, start + "2"));
        Assert.IsType<Verdict.Rejected>(await VerifyAsync(bound, start[..72]));
    }

    [Fact]
    public async Task A_megabyte_is_refused_without_work()      // PWD-16
    {
        var bound = await BoundAsync(Good);
        var huge = new string('x', 1_000_000);
        var watch = Stopwatch.StartNew();
        for (var i = 0; i < 100; i++)
        {
            Assert.IsType<Verdict.Rejected>(await VerifyAsync(bound, huge));
        }

        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(1), watch.Elapsed.ToString());
    }

    [Fact]
    public async Task Composed_and_decomposed_letters_are_one_password()      // PWD-17
    {
        var bound = await BoundAsync("Ķēniņš un pīle 7".Normalize(NormalizationForm.FormC));
        Assert.IsType<Verdict.Accepted>(await VerifyAsync(bound, "Ķēniņš un pīle 7".Normalize(NormalizationForm.FormD)));
        Assert.IsType<Verdict.Rejected>(await VerifyAsync(bound, "Kenins un pile 7"));
        Assert.IsType<Verdict.Rejected>(await VerifyAsync(bound, "Ķēniņš un pīle 7\0"));
    }

    [Fact]
    public async Task A_weaker_hash_is_replaced_when_the_password_is_right()
    {
        var old = PasswordState.FromHash(Pbkdf2.Create(Encoding.UTF8.GetBytes(Good), 1_000).Text)!;
        var bound = Kit.Bind(Name, old.Write());
        Assert.IsType<Verdict.Rejected>(await VerifyAsync(bound, "not this one"));
        var accepted = Assert.IsType<Verdict.Accepted>(await VerifyAsync(bound, Good));
        var hash = PasswordState.Read(accepted.NewState).Hash;
        Assert.StartsWith("$argon2id$v=19$m=19456,t=2,p=1$", hash, StringComparison.Ordinal);
        var again = Assert.IsType<Verdict.Accepted>(await VerifyAsync(Kit.Bind(Name, accepted.NewState), Good));
        Assert.Equal(hash, PasswordState.Read(again.NewState).Hash);
    }

    [Fact]
    public async Task Without_Argon2id_PBKDF2_is_used_and_Argon2id_hashes_still_work()
    {
        using var kit = new Kit(("Methods:password:Algorithm", "pbkdf2-sha512"));
        var hasher = kit.Get<PasswordHasher>();
        var state = await hasher.HashAsync(Good, default);
        Assert.StartsWith("$pbkdf2-sha512$i=210000$", state.Hash, StringComparison.Ordinal);
        Assert.True(await hasher.VerifyAsync(state, Good, default));
        Assert.False(await hasher.VerifyAsync(state, Good + "!", default));
        Assert.False(hasher.NeedsRehash(state));
        var argon = new PasswordState(Argon2id.Create(Encoding.UTF8.GetBytes(Good), 19456, 2).Text);
        Assert.True(await hasher.VerifyAsync(argon, Good, default));
        Assert.False(hasher.NeedsRehash(argon));
    }

    [Fact]
    public async Task Work_for_nobody_costs_what_a_refusal_costs()      // L13
    {
        var bound = await BoundAsync(Good);
        await Method.DummyAsync(Kit.Form(("password", "warm up")), default);
        var (real, dummy) = (TimeSpan.Zero, TimeSpan.Zero);
        for (var i = 0; i < 8; i++)
        {
            var watch = Stopwatch.StartNew();
            await VerifyAsync(bound, "wrong password");
            real += watch.Elapsed;
            watch.Restart();
            await Method.DummyAsync(Kit.Form(("password", "wrong password")), default);
            dummy += watch.Elapsed;
        }

        Assert.InRange(dummy / real, 0.33, 3);
    }

    [Fact]
    public async Task The_two_fields_must_agree_and_the_present_password_is_no_new_one()
    {
        var bound = await BoundAsync(Good);
        var differs = await Method.FinishEnrolmentAsync(Kit.Enrolling(bound), [], Kit.Form(("new-password", "azure tractor 99 hum"), ("confirm-password", "azure tractor 99 hu")), default);
        Assert.Equal("confirm-password", Assert.IsType<EnrolmentVerdict.Rejected>(differs).Field);
        var same = await Method.FinishEnrolmentAsync(Kit.Enrolling(bound), [], Kit.Form(("new-password", Good), ("confirm-password", Good)), default);
        Assert.Equal("new-password", Assert.IsType<EnrolmentVerdict.Rejected>(same).Field);
    }

    [Fact]
    public async Task States_print_no_hash() => Assert.DoesNotContain("$", (await Kit.Get<PasswordHasher>().HashAsync(Good, default)).ToString(), StringComparison.Ordinal);

    protected override async Task<EnrolmentVerdict.Enrolled> EnrolAsync() => Assert.IsType<EnrolmentVerdict.Enrolled>(
        await Method.FinishEnrolmentAsync(Kit.Enrolling(), [], Kit.Form(("new-password", Good), ("confirm-password", Good)), default));

    protected override Task<MethodResponse> AnswerAsync(BoundAuthenticator bound, byte[] challenge) => Task.FromResult(Kit.Form(("password", Good)));

    protected override Task<MethodResponse> WrongAnswerAsync(BoundAuthenticator bound, byte[] challenge) => Task.FromResult(Kit.Form(("password", Good + " ")));

    private async Task<BoundAuthenticator> BoundAsync(string password) =>
        Kit.Bind(Name, (await Kit.Get<PasswordHasher>().HashAsync(password, default)).Write());

    private Task<Verdict> VerifyAsync(BoundAuthenticator bound, string password) =>
        Method.VerifyAsync(Kit.Verifying(bound), bound, [], Kit.Form(("password", password)), default);
}
