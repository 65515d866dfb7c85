using System.Net;
using AuthHub.Methods.Totp;
using AuthHub.SignIn.Audit;
using AuthHub.SignIn.Authenticators;
using AuthHub.SignIn.Methods;
using AuthHub.SignIn.Users;

namespace AuthHub.Web.Tests.Admin;

/// <summary>What administrators do to people.</summary>
public sealed class PeopleTests(AdminHost host) : IClassFixture<AdminHost>
{
    private const string Password = "purple elbow sandwich 42";

    [Fact]
    public async Task A_person_is_created_with_a_password_of_the_usual_rules()
    {
        using var admin = await AdminAsync();

        using var weak = await CreateAsync(admin, "ilze", "password1234");
        await admin.RefusalAsync(weak);
        using var done = await CreateAsync(admin, "ilze", Password);
        using var twice = await CreateAsync(admin, "ILZE", Password);
        await admin.RefusalAsync(twice);

        Assert.EndsWith("?done=created", done.Headers.Location?.OriginalString, StringComparison.Ordinal);
        var ilze = await host.WithAsync<IUsers, User?>(users => users.FindByIdentifierAsync("ilze", default));
        Assert.Equal(["installer"], ilze!.Roles);
        var created = Assert.Single(await EventsAsync(ilze.Id, AuditTypes.UserCreated));
        Assert.Equal(admin.Person!.Id, created.ActorId);
        Assert.DoesNotContain(Password, created.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ADM_03_Fields_nobody_asked_for_change_nothing()
    {
        using var admin = await AdminAsync();

        await CreateAsync(admin, "mass", Password, ("Id", Guid.Empty.ToString()), ("Disabled", "true"), ("EmailVerified", "true"), ("SecurityVersion", "9"), ("Draft.Roles", "administrator"));

        var mass = await host.WithAsync<IUsers, User?>(users => users.FindByIdentifierAsync("mass", default));
        Assert.True(mass is { Disabled: false, EmailVerified: false, SecurityVersion: 0, IsAdministrator: false });
        Assert.NotEqual(Guid.Empty, mass.Id);
    }

    [Theory]
    [InlineData("username", "a b")]
    [InlineData("display-name", "  ")]
    [InlineData("display-name", "Anna\r\nBcc: x")]
    [InlineData("display-name", "Anna\u202Eanna")]
    [InlineData("email", "nobody")]
    [InlineData("email", "a@b@c")]
    [InlineData("roles", "<b>")]
    [InlineData("type", "root")]
    public async Task What_cannot_be_a_person_is_refused(string field, string value)
    {
        using var admin = await AdminAsync();
        (string Name, string Value)[] fields = [("username", "odd"), ("display-name", "Odd"), ("email", ""), ("type", "staff"), ("roles", ""), ("new-password", Password), ("confirm-password", Password)];

        using var answer = await admin.SendAsync("/admin/people/new", null, [.. fields.Where(one => one.Name != field), (field, value)]);

        await admin.RefusalAsync(answer);
        Assert.Null(await host.WithAsync<IUsers, User?>(users => users.FindByIdentifierAsync("odd", default)));
    }

    [Fact]
    public async Task All_faults_of_a_new_person_are_told_at_once_and_what_is_no_secret_stays()
    {
        using var admin = await AdminAsync();

        using var answer = await admin.SendAsync(
            "/admin/people/new", null,
            ("username", "a b"), ("display-name", "Kept Name"), ("email", "nobody"), ("type", "staff"), ("roles", "<b>"), ("new-password", "short"), ("confirm-password", "short"));

        var page = await admin.RefusalAsync(answer);
        Assert.All(["username", "email", "roles", "new-password"], field => Assert.Contains($"id=\"{field}-error\"", page, StringComparison.Ordinal));
        Assert.All(["a b", "Kept Name", "nobody", "&lt;b&gt;"], text => Assert.Contains($"value=\"{text}\"", page, StringComparison.Ordinal));
        Assert.DoesNotContain("short\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain("notice--error", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_search_without_the_marks_finds_the_name_with_them()
    {
        using var admin = await AdminAsync();
        await host.AddPersonAsync(NewName(), "Zane Kalniņa");

        Assert.Contains("Zane Kalniņa", WebUtility.HtmlDecode(await admin.TextAsync("/admin/people?q=zane+kalnina")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/admin/people/new")]
    [InlineData("/admin/apps/new")]
    public async Task A_form_with_NUL_is_no_form(string address)
    {
        using var admin = await AdminAsync();

        using var answer = await admin.SendAsync(address, null, ("username", "nul"), ("name", "a\0b"));

        Assert.True(answer.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.Forbidden, answer.StatusCode.ToString());
    }

    [Fact]
    public async Task A_removal_needs_a_reason_and_the_person_is_told()
    {
        using var admin = await AdminAsync();
        var anna = await host.AddPersonAsync(NewName());
        using var hers = await host.SignInAsync(anna, "password", "totp");
        var device = (await host.BoundAsync(anna.Id)).First(one => one.Method == "totp");
        var address = $"/admin/people/{anna.Id:N}/remove/{device.Id:N}";

        using var silent = await admin.SendAsync(address, null, ("reason", "  "));
        await admin.RefusalAsync(silent);
        Assert.Equal(2, (await host.BoundAsync(anna.Id)).Count);
        using var done = await admin.SendAsync(address, null, ("reason", "Lost on the train"));

        Assert.Equal(HttpStatusCode.SeeOther, done.StatusCode);
        Assert.DoesNotContain(await host.BoundAsync(anna.Id), one => one.Id == device.Id);
        Assert.Contains("Lost on the train", Assert.Single(host.Outbox.To(anna.Email!)).Text, StringComparison.Ordinal);
        var removed = Assert.Single(await EventsAsync(anna.Id, AuditTypes.AuthenticatorRemoved));
        Assert.Equal(admin.Person!.Id, removed.ActorId);
        Assert.Contains("Lost on the train", removed.Detail, StringComparison.Ordinal);
        Assert.Equal(anna.SecurityVersion + 1, (await host.UserAsync(anna.Id)).SecurityVersion);
        Assert.Equal(HttpStatusCode.SeeOther, (await hers.GetAsync("/admin")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await admin.GetAsync("/admin/people")).StatusCode);
    }

    [Fact]
    public async Task Passwords_and_other_peoples_devices_cannot_be_removed()
    {
        using var admin = await AdminAsync();
        var (anna, other) = (await host.AddPersonAsync(NewName()), await host.AddPersonAsync(NewName()));
        var password = (await host.BoundAsync(anna.Id)).First(one => one.Method == "password");
        var foreign = (await host.BoundAsync(other.Id)).First(one => one.Method == "totp");

        Assert.Equal(HttpStatusCode.NotFound, (await admin.GetAsync($"/admin/people/{anna.Id:N}/remove/{password.Id:N}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await admin.GetAsync($"/admin/people/{anna.Id:N}/remove/{foreign.Id:N}")).StatusCode);
    }

    [Fact]
    public async Task Nobody_resets_herself_below_what_her_role_demands()
    {
        using var admin = await AdminAsync();
        var own = (await host.BoundAsync(admin.Person!.Id)).First(one => one.Method == "totp");

        using var answer = await admin.SendAsync($"/admin/people/{admin.Person.Id:N}/remove/{own.Id:N}", null, ("reason", "Try"));

        await admin.RefusalAsync(answer);
        Assert.Contains(await host.BoundAsync(admin.Person.Id), one => one.Id == own.Id);
    }

    [Fact]
    public async Task A_disabled_person_is_out_at_once_and_a_locked_device_can_be_unlocked()
    {
        using var admin = await AdminAsync();
        var anna = await host.AddPersonAsync(NewName());
        var device = (await host.BoundAsync(anna.Id)).First(one => one.Method == "totp");
        await host.WithAsync<AuthHub.SignIn.Authenticators.IAuthenticators, bool>(all => all.CountAttemptAsync(device.Id, 10, default));

        using var unlocked = await admin.SendAsync($"/admin/people/{anna.Id:N}", "Unlock", ("authenticator", device.Id.ToString("N")));
        using var disabled = await admin.SendAsync($"/admin/people/{anna.Id:N}", "Disable");

        Assert.Equal(0, (await host.BoundAsync(anna.Id)).First(one => one.Id == device.Id).Failures);
        Assert.Single(await EventsAsync(anna.Id, AuditTypes.AuthenticatorUnlocked));
        Assert.True((await host.UserAsync(anna.Id)).Disabled);
        Assert.Single(await EventsAsync(anna.Id, AuditTypes.UserDisabled));
    }

    [Fact]
    public async Task A_serial_number_is_one_printable_line_and_a_key_needs_its_ceremony()
    {
        using var admin = await AdminAsync();
        var anna = await host.AddPersonAsync(NewName());
        var address = $"/admin/people/{anna.Id:N}/register-key";

        using var serial = await admin.SendAsync(address, null, ("serial", "1\n2"), ("label", "Key"), ("kind", "key"), ("credential", "{}"));
        await admin.RefusalAsync(serial);
        using var forged = await admin.SendAsync(address, null, ("serial", "12"), ("label", "Key"), ("kind", "key"), ("credential", "{}"));
        await admin.RefusalAsync(forged);
        using var platform = await admin.SendAsync(address, null, ("serial", "12"), ("label", "Key"), ("kind", "platform"), ("credential", "{}"));

        await admin.RefusalAsync(platform);
        Assert.Equal(2, (await host.BoundAsync(anna.Id)).Count);
        Assert.DoesNotContain("data-kind=\"platform\"", await admin.TextAsync(address), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(EnrolledBy.Administrator, "An administrator registered a new verification method")]
    [InlineData(EnrolledBy.Self, "A new verification method was added")]
    public async Task The_mail_says_who_added_a_verification_method(EnrolledBy by, string words)
    {
        var anna = await host.AddPersonAsync(NewName());
        var claimant = new Claimant(anna, [], $"session:{Guid.Empty:N}", "AuthHub", null);

        var outcome = await host.WithAsync<Enrolment, Outcome>(async enrolment =>
        {
            var shown = (TotpEnrolment)await enrolment.ShowAsync(claimant, "totp", by, default);
            var code = TotpCode.Of(Base32.Decode(shown.Key)!, TotpCode.StepOf(host.Clock.Now));
            return await enrolment.FinishAsync(claimant, "totp", by, anna.Id, new MethodResponse(new Dictionary<string, string> { ["code"] = code }), (_, _, _, _) => Task.FromResult(true), default);
        });

        Assert.IsType<Outcome.Done>(outcome);
        Assert.Contains(words, Assert.Single(host.Outbox.To(anna.Email!)).Text, StringComparison.Ordinal);
    }

    private static string NewName() => "p" + Convert.ToHexString(System.Security.Cryptography.RandomNumberGenerator.GetBytes(8));

    private static Task<HttpResponseMessage> CreateAsync(AdminBrowser admin, string username, string password, params (string, string)[] more) => admin.SendAsync(
        "/admin/people/new", null,
        [("username", username), ("display-name", "Ilze Kalniņa"), ("email", ""), ("type", "staff"), ("roles", "installer"), ("new-password", password), ("confirm-password", password), .. more]);

    private async Task<AdminBrowser> AdminAsync() =>
        await host.SignInAsync(await host.AddPersonAsync(NewName(), roles: WellKnownRoles.Administrator), "password", "totp");

    private Task<IReadOnlyList<AuditEvent>> EventsAsync(Guid subject, string type) =>
        host.WithAsync<IAudit, IReadOnlyList<AuditEvent>>(audit => audit.ReadAsync(new AuditFilter(type, subject), 0, 10, default));
}
