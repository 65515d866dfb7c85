using System.Text.Json;
using System.Text.RegularExpressions;
using AuthHub.Demo.Control;
using AuthHub.Methods.Password;
using AuthHub.Methods.Sms;
using AuthHub.Methods.Totp;
using AuthHub.SignIn.Users;
using Microsoft.Extensions.Options;

namespace AuthHub.Demo.People;

/// <summary>Reads people out of JSON: one object, or an array of them. Everything but the username has a default.</summary>
internal sealed partial class WishReader(IOptions<SmsSettings> sms)
{
    public const int Most = 10_000;

    /// <summary>Shortest key that apps in the field still carry; AuthHub itself makes longer ones.</summary>
    private const int ShortestKey = 10;

    private const int LongestKey = 64;

    public IReadOnlyList<Wish> Read(JsonElement body)
    {
        List<string> reasons = [];
        var isArray = body.ValueKind == JsonValueKind.Array;
        if (isArray && body.GetArrayLength() > Most)
        {
            throw new Refusal(StatusCodes.Status400BadRequest, $"At most {Most} people fit into one request.");
        }

        List<Wish> wishes = isArray
            ? [.. body.EnumerateArray().Select((one, index) => Read(Members.Of(one, $"[{index}]", reasons)))]
            : [Read(Members.Of(body, "", reasons))];
        Members.ThrowIfAny(reasons);
        return wishes;
    }

    private Wish Read(Members members)
    {
        var username = members.Text("username", Identifier.MaxLength) ?? "";
        var email = members.Text("email", Identifier.MaxLength) is { Length: > 0 } address ? address : null;
        var hash = members.Text("passwordHash");
        var password = members.Text("password");
        var locale = members.Text("locale", 35) ?? "en";
        var authenticators = members.Objects("authenticators").Select(ReadAuthenticator).OfType<WishedAuthenticator>().ToList();

        members.Require(Identifier.Canonical(username) is not null, "username is missing or cannot be anybody's.");
        members.Require(email is null || (Identifier.Canonical(email) is not null && email.IndexOf('@', StringComparison.Ordinal) > 0), "email must be an e-mail address.");
        members.Require(hash is null || password is null, "password and passwordHash exclude each other.");
        members.Require(hash is null || PasswordState.FromHash(hash) is not null, "passwordHash must be a PHC string of argon2id or pbkdf2-sha512.");
        members.Require(password is null or { Length: > 0 and <= 1024 }, "password must have 1 to 1024 characters.");
        members.Require(Locales().IsMatch(locale), "locale must be a language tag such as lv.");
        var wish = new Wish(username)
        {
            Email = email,
            Password = password,
            PasswordHash = hash,
            DisplayName = members.Text("displayName", 200) is { Length: > 0 } name ? name : username,
            Locale = locale,
            Roles = members.Texts("roles", 100),
            Type = members.Text("type", 32) is { Length: > 0 } type ? type : "external",
            Authenticators = authenticators,
        };
        members.RefuseOthers();
        return wish;
    }

    private WishedAuthenticator? ReadAuthenticator(Members members)
    {
        var label = members.Text("label", 60) is { Length: > 0 } given ? given : null;
        switch (members.Text("method")?.ToLowerInvariant())
        {
            case "totp":
                var secret = Base32.Decode(members.Text("secret") ?? "");
                members.Require(secret is { Length: >= ShortestKey and <= LongestKey }, $"secret must be a key of {ShortestKey} to {LongestKey} bytes in base32.");
                members.RefuseOthers();
                return secret is null ? null : new WishedAuthenticator("totp", label ?? "Authenticator app", new TotpState(secret, LastStep: -1).Write());
            case "sms":
                var number = PhoneNumber.Parse(members.Text("number") ?? "");
                members.Require(number is not null, "number must be a telephone number with country code, such as +37120000001.");
                members.RefuseOthers();
                return number is null ? null : new WishedAuthenticator("sms", label ?? number.Masked, new SmsState(number.Text).Write(), number.Masked, sms.Value.SharedNumbers ? null : $"sms:{number.Text}");
            default:
                members.Refuse("method must be totp (with secret) or sms (with number).");
                return null;
        }
    }

    [GeneratedRegex("^[A-Za-z]{2,8}([-_][A-Za-z0-9]{1,8})*$", RegexOptions.CultureInvariant)]
    private static partial Regex Locales();
}
