using System.Text.Json.Nodes;
using AuthHub.Methods.Tests.Shared;
using AuthHub.Methods.WebAuthn;
using AuthHub.SignIn.Audit;
using AuthHub.SignIn.Methods;

namespace AuthHub.Methods.Tests.WebAuthn;

public sealed class WebAuthnMethodTests : VerificationMethodContract
{
    private readonly SoftAuthenticator _key = new();

    protected override string Name => "webauthn";

    protected override IReadOnlyList<string> Fields => ["credential", "kind", "label"];

    protected override bool RefusesReplay => true;

    private IVerificationMethod Method => Kit.Method("webauthn");

    [Fact]
    public async Task A_registration_says_what_was_registered()
    {
        var enrolled = await EnrolAsync();
        var state = WebAuthnState.Read(enrolled.State);
        Assert.Equal(System.Buffers.Text.Base64Url.EncodeToString(_key.CredentialId), enrolled.ExternalId);
        Assert.Equal("Blue key", enrolled.Label);
        Assert.Contains("01234567-89ab-cdef-0123-456789abcdef", enrolled.Hint, StringComparison.Ordinal);
        Assert.Equal(["usb"], state.Transports);
        Assert.Equal(WebAuthnKind.SecurityKey, state.Kind);
        Assert.False(enrolled.UserVerified);
    }

    [Fact]
    public async Task The_options_name_the_service_and_leave_out_what_she_has()      // S-293
    {
        var bound = Kit.Bind(Name, await EnrolAsync());
        var pending = await Method.BeginEnrolmentAsync(Kit.Enrolling(bound), default);
        var page = (WebAuthnEnrolment)await Method.ShowEnrolmentAsync(Kit.Enrolling(bound), pending, default);
        var key = JsonNode.Parse(page.KeyOptions)!;
        var platform = JsonNode.Parse(page.PlatformOptions!)!;
        Assert.Equal("Helpdesk", (string)key["rp"]!["name"]!);
        Assert.Equal(Kit.RpId, (string)key["rp"]!["id"]!);
        Assert.Equal(System.Buffers.Text.Base64Url.EncodeToString(_key.CredentialId), (string)key["excludeCredentials"]![0]!["id"]!);
        Assert.Equal("cross-platform", (string)key["authenticatorSelection"]!["authenticatorAttachment"]!);
        Assert.Equal("discouraged", (string)key["authenticatorSelection"]!["userVerification"]!);
        Assert.Equal("direct", (string)key["attestation"]!);
        Assert.Equal("required", (string)platform["authenticatorSelection"]!["userVerification"]!);
        Assert.NotEqual((string)key["challenge"]!, (string)platform["challenge"]!);
    }

    [Fact]
    public async Task A_credential_that_anybody_has_is_refused()      // WAN-25
    {
        Kit.TakenIds.Taken.Add(System.Buffers.Text.Base64Url.EncodeToString(_key.CredentialId));
        Assert.IsType<EnrolmentVerdict.Rejected>(await RegisterAsync(_key));
    }

    [Theory]      // WAN-09
    [InlineData("http://login.example.org")]
    [InlineData("https://login.example.org:444")]
    [InlineData("https://login.example.org.evil.tld")]
    [InlineData("https://evil.login.example.org")]
    [InlineData("https://LOGIN.example.org")]
    [InlineData("https://login.example.org/")]
    [InlineData("null")]
    [InlineData("")]
    [InlineData("android:apk-key-hash:abc")]
    public async Task Only_our_own_origin_is_accepted(string origin)
    {
        var bound = Kit.Bind(Name, await EnrolAsync());
        _key.Origin = origin;
        Assert.IsType<Verdict.Rejected>(await SignInAsync(bound));
        Assert.IsType<EnrolmentVerdict.Rejected>(await RegisterAsync(new SoftAuthenticator { Origin = origin }));
    }

    [Fact]
    public async Task Pages_around_ours_are_refused()      // WAN-10
    {
        foreach (var bend in new Action<JsonObject>[]
        {
            data => data["crossOrigin"] = true,
            data => data["crossOrigin"] = "false",
            data => data["topOrigin"] = "https://evil.example",
            data => { data.Remove("crossOrigin"); data["topOrigin"] = Kit.Origin; },
        })
        {
            Assert.IsType<EnrolmentVerdict.Rejected>(await RegisterAsync(new SoftAuthenticator { BendClientData = bend }));
        }
    }

    [Fact]
    public async Task Another_domain_challenge_or_ceremony_is_refused()      // WAN-02, WAN-04, WAN-11
    {
        var bound = Kit.Bind(Name, await EnrolAsync());
        _key.RpId = "evil.example";
        Assert.IsType<Verdict.Rejected>(await SignInAsync(bound));
        _key.RpId = Kit.RpId;
        _key.BendClientData = data => data["type"] = "webauthn.create";
        Assert.IsType<Verdict.Rejected>(await SignInAsync(bound));
        _key.BendClientData = data => data["challenge"] = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
        Assert.IsType<Verdict.Rejected>(await SignInAsync(bound));
        _key.BendClientData = _ => { };
        Assert.IsType<Verdict.Accepted>(await SignInAsync(bound));
    }

    [Fact]
    public async Task Presence_is_always_needed_and_verification_for_a_platform()      // WAN-13, S-253
    {
        Assert.IsType<EnrolmentVerdict.Rejected>(await RegisterAsync(new SoftAuthenticator { UserPresent = false }));
        Assert.IsType<EnrolmentVerdict.Rejected>(await RegisterAsync(new SoftAuthenticator { Attachment = "platform" }, "platform"));
        var laptop = new SoftAuthenticator { Attachment = "platform", UserVerified = true };
        var enrolled = Assert.IsType<EnrolmentVerdict.Enrolled>(await RegisterAsync(laptop, "platform"));
        var bound = Kit.Bind(Name, enrolled);
        var accepted = Assert.IsType<Verdict.Accepted>(await SignInAsync(bound, laptop));
        Assert.True(accepted.UserVerified);
        Assert.Equal(["hwk", "user"], accepted.Amr);
        laptop.UserVerified = false;
        Assert.IsType<Verdict.Rejected>(await SignInAsync(bound, laptop));
    }

    [Fact]
    public async Task A_PIN_set_later_does_not_make_a_key_stronger()      // WAN-14
    {
        var bound = Kit.Bind(Name, await EnrolAsync());
        _key.UserVerified = true;
        Assert.False(Assert.IsType<Verdict.Accepted>(await SignInAsync(bound)).UserVerified);
    }

    [Fact]
    public async Task A_count_that_goes_back_is_refused_and_recorded()      // WAN-16
    {
        _key.Count = 10;
        var bound = Kit.Bind(Name, await EnrolAsync());
        _key.Count = 3;
        var verdict = Assert.IsType<Verdict.Rejected>(await SignInAsync(bound));
        Assert.Equal(AuditTypes.CloneSuspected, verdict.NoteType);
        Assert.Equal("count 4 after 10", verdict.Note);
        _key.Count = 0;
        Assert.Equal(AuditTypes.CloneSuspected, Assert.IsType<Verdict.Rejected>(await SignInAsync(bound)).NoteType);
        var silent = new SoftAuthenticator { Count = 0 };
        Assert.IsType<Verdict.Accepted>(await SignInAsync(Kit.Bind(Name, Assert.IsType<EnrolmentVerdict.Enrolled>(await RegisterAsync(silent))), silent));
    }

    [Fact]
    public async Task Bent_signatures_are_refused()      // WAN-18
    {
        var bound = Kit.Bind(Name, await EnrolAsync());
        foreach (var bend in new Func<byte[], byte[]>[]
        {
            sig => [], sig => sig[..^1], sig => [.. sig, 0], sig => [0x30, 6, 2, 1, 0, 2, 1, 0], sig => new byte[64], sig => [.. sig[..^1], (byte)(sig[^1] ^ 1)],
        })
        {
            _key.BendSignature = bend;
            Assert.IsType<Verdict.Rejected>(await SignInAsync(bound));
        }
    }

    [Fact]
    public async Task A_foreign_user_handle_or_key_is_refused()      // WAN-06
    {
        var bound = Kit.Bind(Name, await EnrolAsync());
        Assert.IsType<Verdict.Accepted>(await SignInAsync(bound, _key, Kit.User.Id.ToString()));
        Assert.IsType<Verdict.Rejected>(await SignInAsync(bound, _key, Guid.Empty.ToString()));
        var other = new SoftAuthenticator { CredentialId = _key.CredentialId, Count = 50 };
        Assert.IsType<Verdict.Rejected>(await SignInAsync(bound, other));
        Assert.Null(Method.Identify(Kit.Verifying(bound), await ChallengeAsync(bound), Kit.Form(("credential", new SoftAuthenticator().Get("{\"challenge\":\"AA\"}")))));
    }

    [Theory]
    [InlineData("", "label")]
    [InlineData("   ", "label")]
    [InlineData("12345678901234567890123456789012345678901", "label")]
    public async Task A_name_of_1_to_40_characters_is_needed(string label, string field) =>
        Assert.Equal(field, Assert.IsType<EnrolmentVerdict.Rejected>(await RegisterAsync(_key, "key", label)).Field);

    [Theory]
    [InlineData("")]
    [InlineData("platform")]
    [InlineData("KEY")]
    public async Task The_kind_must_be_the_one_that_was_asked(string kind) => Assert.IsType<EnrolmentVerdict.Rejected>(await RegisterAsync(_key, kind));

    [Fact]
    public async Task A_copied_credential_is_not_called_hardware()
    {
        var synced = new SoftAuthenticator { BackupEligible = true };
        var bound = Kit.Bind(Name, Assert.IsType<EnrolmentVerdict.Enrolled>(await RegisterAsync(synced)));
        Assert.True(WebAuthnState.Read(bound.State).BackupEligible);
        Assert.Equal(["swk"], Assert.IsType<Verdict.Accepted>(await SignInAsync(bound, synced)).Amr);
        synced.BackupEligible = false;
        Assert.IsType<Verdict.Rejected>(await SignInAsync(bound, synced));
    }

    protected override async Task<EnrolmentVerdict.Enrolled> EnrolAsync() => Assert.IsType<EnrolmentVerdict.Enrolled>(await RegisterAsync(_key));

    protected override Task<MethodResponse> AnswerAsync(BoundAuthenticator bound, byte[] challenge) => AnswerAsync(bound, challenge, _key, null);

    protected override async Task<MethodResponse> WrongAnswerAsync(BoundAuthenticator bound, byte[] challenge) =>
        await AnswerAsync(bound, challenge, new SoftAuthenticator { CredentialId = _key.CredentialId }, null);

    private async Task<MethodResponse> AnswerAsync(BoundAuthenticator bound, byte[] challenge, SoftAuthenticator key, string? userHandle)
    {
        var page = (WebAuthnChallenge)await Method.ShowChallengeAsync(Kit.Verifying(bound), challenge, default);
        return Kit.Form(("credential", key.Get(page.Options!, userHandle)));
    }

    private async Task<Verdict> SignInAsync(BoundAuthenticator bound, SoftAuthenticator? key = null, string? userHandle = null)
    {
        var challenge = await ChallengeAsync(bound);
        return await Method.VerifyAsync(Kit.Verifying(bound), bound, challenge, await AnswerAsync(bound, challenge, key ?? _key, userHandle), default);
    }

    private Task<EnrolmentVerdict> RegisterAsync(SoftAuthenticator key, string kind = "key", string label = "Blue key") => Registration.RunAsync(Kit, key, kind, label);
}
