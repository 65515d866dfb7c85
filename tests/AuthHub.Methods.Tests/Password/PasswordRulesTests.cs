using System.Diagnostics;
using AuthHub.Methods.Password;
using AuthHub.Methods.Tests.Shared;

namespace AuthHub.Methods.Tests.Password;

public sealed class PasswordRulesTests
{
    [Theory]      // PWD-19: no composition, and every sign counts as one.
    [InlineData("qzjvkwpxmhtrbgf")]
    [InlineData("correct horse battery staple")]
    [InlineData("         a long walk 9")]
    [InlineData("пароль который никто не знает")]
    [InlineData("🦊🐻🐼🐨🦁🐯🐮🐷🐸🐵🐔🐧")]
    public void Long_unusual_texts_are_taken(string password) => Assert.Null(Refusal(password));

    [Theory]
    [InlineData("", "Type a password")]
    [InlineData("hjq7wkz9vx2", "at least 12")]
    [InlineData("with a \0 inside it", "cannot be used")]
    [InlineData("password1234", "attackers")]
    [InlineData("aaaaaaaaaaaaaaaa", "attackers")]
    [InlineData("123456789012", "attackers")]
    [InlineData("qwertyuiop[]", "attackers")]
    [InlineData("abcdefghijklmnop", "attackers")]
    [InlineData("jana.berzina", "mostly your name")]
    [InlineData("Jana.Berzina2026", "mostly your name")]
    [InlineData("bērziņa-1984", "mostly your name")]
    [InlineData("Helpdesk2026!", "mostly your name")]
    [InlineData("helpdeskhelpdesk", "mostly your name")]
    [InlineData("jana.berzina@example.org", "mostly your name")]
    public void Others_are_refused_with_their_reason(string password, string reason) => Assert.Contains(reason, Refusal(password), StringComparison.Ordinal);

    [Fact]
    public void Half_a_character_is_refused() => Assert.Contains("cannot be used", Refusal("lone " + (char)0xD800 + " surrogate"), StringComparison.Ordinal);

    [Fact]
    public void Too_long_is_said_for_any_length()
    {
        Assert.Null(Refusal(string.Concat(Enumerable.Range(0, 16).Select(i => $"wq{i:00}zx9k"))[..128]));
        Assert.Contains("at most 128", Refusal(new string('q', 129)), StringComparison.Ordinal);
        Assert.Contains("at most 128", Refusal(new string('q', 1_000_000)), StringComparison.Ordinal);
    }

    [Fact]
    public void The_most_frequent_leaked_passwords_are_refused()      // PWD-18
    {
        var listed = File.ReadLines(Vectors.Path("passwords/top10000-len8plus-zxcvbn.txt")).Where(line => line.Length >= 12).ToList();
        Assert.NotEmpty(listed);
        Assert.DoesNotContain(listed, password => Refusal(password) is null);
    }

    [Fact]
    public void Judging_stays_quick_whatever_is_typed()
    {
        var watch = Stopwatch.StartNew();
        Refusal(string.Concat(Enumerable.Repeat("p4ssw0rd", 16)));
        Refusal(new string('1', 128));
        Refusal(string.Concat(Enumerable.Repeat("2026-11-20", 12)));
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(3), watch.Elapsed.ToString());
    }

    [Theory]
    [InlineData("Wq7!zkpmxh", null)]
    [InlineData("wq7!zkpmxh", "upper case")]
    [InlineData("Wqz!zkpmxh", "digit")]
    [InlineData("Wq7azkpmxh", "other sign")]
    [InlineData("Wq7!zkpmx", "at least 10")]
    public void The_eu_login_preset_asks_for_four_kinds(string password, string? reason)
    {
        var refusal = Refusal(password, ("Methods:password:Preset", "eu-login"));
        if (reason is null)
        {
            Assert.Null(refusal);
        }
        else
        {
            Assert.Contains(reason, refusal, StringComparison.Ordinal);
        }
    }

    private static string? Refusal(string password, params (string, string)[] settings)
    {
        using var kit = new Kit(settings);
        return kit.Get<PasswordRules>().Refusal(password, kit.User, "Helpdesk");
    }
}
