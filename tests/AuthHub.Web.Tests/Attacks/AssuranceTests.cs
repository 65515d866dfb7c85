using System.Net;
using AuthHub.Flows;
using AuthHub.SignIn.Methods;
using AuthHub.Web.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Person = AuthHub.Web.Tests.Support.Person;

namespace AuthHub.Web.Tests.Attacks;

/// <summary>What tokens say of a sign-in is what was proved, no more and no less: the whole table from sets of proofs to <c>acr</c> and <c>amr</c>.</summary>
public sealed class AssuranceTests(AuthHubHost host) : IClassFixture<AuthHubHost>
{
    /// <summary>
    /// Proofs, acr, amr. A key without user verification and a platform with it are the same method. Only a password beside something
    /// held makes two factors: several things held, a text message or a verified key alone do not (RFC 8176 section 2).
    /// </summary>
    private const string Table = """
        password                          | basic  | pwd
        totp                              | basic  | otp
        key                               | basic  | hwk
        platform                          | basic  | hwk user
        sms                               | basic  | sms
        password totp                     | medium | pwd otp mfa
        password key                      | medium | pwd hwk mfa
        password platform                 | medium | pwd hwk user mfa
        password sms                      | medium | pwd sms mfa
        totp key                          | basic  | otp hwk
        totp platform                     | basic  | otp hwk user
        totp sms                          | basic  | otp sms
        key platform                      | basic  | hwk user
        key sms                           | basic  | hwk sms
        platform sms                      | basic  | hwk user sms
        password totp key                 | medium | pwd otp hwk mfa
        password totp platform            | medium | pwd otp hwk user mfa
        password totp sms                 | medium | pwd otp sms mfa
        password key platform             | medium | pwd hwk user mfa
        password key sms                  | medium | pwd hwk sms mfa
        password platform sms             | medium | pwd hwk user sms mfa
        totp key platform                 | basic  | otp hwk user
        totp key sms                      | basic  | otp hwk sms
        totp platform sms                 | basic  | otp hwk user sms
        key platform sms                  | basic  | hwk user sms
        password totp key platform        | medium | pwd otp hwk user mfa
        password totp key sms             | medium | pwd otp hwk sms mfa
        password totp platform sms        | medium | pwd otp hwk user sms mfa
        password key platform sms         | medium | pwd hwk user sms mfa
        totp key platform sms             | basic  | otp hwk user sms
        password totp key platform sms    | medium | pwd otp hwk user sms mfa
        """;

    private static readonly (string[] Proofs, string Acr, string[] Amr)[] Rows =
        [.. Table.Split('\n').Select(line => line.Split('|')).Select(cells => (Words(cells[0]), cells[1].Trim(), Words(cells[2])))];

    public static TheoryData<string> All => [.. Rows.Select(row => string.Join(' ', row.Proofs))];

    /// <summary>Every sign-in begins with the password, so these are the sets a person can come by.</summary>
    public static TheoryData<string> Reachable => [.. Rows.Where(row => row.Proofs[0] == "password").Select(row => string.Join(' ', row.Proofs))];

    [Fact]
    public void CON_09_The_table_has_every_combination_of_all_methods_once()
    {
        using var scope = host.Services.CreateScope();
        var methods = scope.ServiceProvider.GetServices<IVerificationMethod>().Select(method => method.Info.Name);

        // A new method makes this fail until the table has it.
        Assert.Equal(["password", "sms", "totp", "webauthn"], methods.Order());
        Assert.Equal(31, Rows.Select(row => string.Join(' ', row.Proofs.Order())).Distinct().Count());
        Assert.Equal(31, Rows.Length);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void CON_09_Policy_says_what_the_table_says(string proofs)
    {
        var (_, acr, amr) = Row(proofs);
        Proof[] proved = [.. Words(proofs).Select(Proved)];

        Assert.Equal(acr, Acr.Of(Policy.Reached(proved)));
        Assert.Equal(amr.Order(), Policy.Amr(proved).Order());
        Assert.Equal(acr == "medium", Policy.Satisfied(Demand.AtLeast(Strength.Medium), proved, host.Clock.Now));
    }

    [Theory]
    [MemberData(nameof(Reachable))]
    public async Task CON_09_The_ID_token_says_what_the_table_says(string proofs)
    {
        var (needed, acr, amr) = Row(proofs);
        var phone = needed.Contains("sms") ? $"+3712001{Array.FindIndex(Rows, row => row.Proofs == needed):D4}" : null;
        var (person, visitor) = (await host.AddPersonAsync(totp: needed.Contains("totp"), phone: phone), host.Visitor());
        var key = needed.Contains("key") ? await host.BindKeyAsync(person) : null;
        var platform = needed.Contains("platform") ? await host.BindKeyAsync(person, verifiesUser: true) : null;

        await visitor.StartAsync(await host.AddAppAsync(demand: needed.Length > 1 ? MethodOf(needed[1]) : null));
        await visitor.UsernameAsync(person.Username);
        await visitor.PasswordAsync(person.Password);
        foreach (var proof in needed[1..])
        {
            await AskForAsync(visitor, person, proof, again: proof == "platform" && key is not null);
            await (proof switch
            {
                "totp" => visitor.CodeAsync(person.Code(host.Clock.Now)),
                "sms" => SmsAsync(visitor, person),
                _ => visitor.KeyAsync(proof == "key" ? key! : platform!),
            });
            Assert.True(visitor.At.IsAtApp, visitor.At.ToString());
        }

        var tokens = await visitor.FinishAsync();
        Assert.Equal((person.Subject, acr), (tokens.Subject, tokens.Acr));
        Assert.Equal(amr.Order(), tokens.Amr.Order());
        Assert.Equal(needed.Length, (await host.SessionsAsync(person)).Single().Proofs.Select(proof => proof.Authenticator).Distinct().Count());
    }

    [Theory]
    [InlineData(false, false, "pwd hwk mfa")]
    [InlineData(true, false, "pwd hwk user mfa")]
    [InlineData(true, true, "pwd swk user mfa")]
    public async Task CON_09_A_key_set_up_inside_the_sign_in_says_the_same_as_when_it_is_used(bool verifiesUser, bool mayBeCopied, string amr)
    {
        var (person, app, visitor) = (await host.AddPersonAsync(), await host.AddAppAsync(demand: "webauthn"), host.Visitor());
        var key = new SoftKey(host.Address) { VerifiesUser = verifiesUser, MayBeCopied = mayBeCopied };
        await visitor.ToSecondFactorAsync(app, person);
        Assert.Equal("set-up/webauthn", visitor.At.Stage);
        var kind = verifiesUser ? "platform" : "key";
        var options = WebUtility.HtmlDecode(visitor.At.Html.Split($"data-kind=\"{kind}\" data-options=\"")[1].Split('"')[0]);
        await visitor.SubmitAsync(("kind", kind), ("label", "Mine"), ("credential", key.Create(options)));
        Assert.Equal(Words(amr).Order(), (await visitor.FinishAsync()).Amr.Order());

        var again = host.Visitor();
        await again.ToSecondFactorAsync(app, person);
        await again.KeyAsync(key);
        Assert.Equal(Words(amr).Order(), (await again.FinishAsync()).Amr.Order());
    }

    /// <summary>An app that wants just this method; a second authenticator of a method proved already only where everything is proved anew.</summary>
    private async Task AskForAsync(Visitor visitor, Person person, string proof, bool again)
    {
        if (!visitor.At.IsAtApp)
        {
            return;
        }

        host.Clock.Advance(TimeSpan.FromMinutes(1));
        await visitor.StartAsync(await host.AddAppAsync(demand: MethodOf(proof)), again ? [("max_age", "0")] : []);
        if (again)
        {
            await visitor.PasswordAsync(person.Password);
        }
    }

    private async Task<Page> SmsAsync(Visitor visitor, Person person)
    {
        await visitor.SendSmsAsync();
        return await visitor.CodeAsync(host.Outbox.NewestCode(person.Phone!));
    }

    private Proof Proved(string proof)
    {
        using var scope = host.Services.CreateScope();
        var info = scope.ServiceProvider.GetServices<IVerificationMethod>().Single(method => method.Info.Name == MethodOf(proof)).Info;
        return new Proof(info.Name, Guid.CreateVersion7(host.Clock.Now), info.Channel, info.Factor, proof == "platform", proof == "platform" ? [.. info.Amr, "user"] : info.Amr, host.Clock.Now);
    }

    private static string MethodOf(string proof) => proof is "key" or "platform" ? "webauthn" : proof;

    private static (string[] Proofs, string Acr, string[] Amr) Row(string proofs) => Rows.Single(row => string.Join(' ', row.Proofs) == proofs);

    private static string[] Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
