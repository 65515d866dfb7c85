using System.Text;
using System.Text.Json;
using AuthHub.SignIn.Users;

namespace AuthHub.SignIn.Tests.Users;

/// <summary>One form per name, so that one person has one counter and one account.</summary>
public sealed class IdentifierTests
{
    [Theory]
    [InlineData("Alice", "alice")]
    [InlineData(" alice\t", "alice")]
    [InlineData("alice.", "alice")]
    [InlineData("ａlice", "alice")]
    [InlineData("Jāna.Bērziņa", "jāna.bērziņa")]
    [InlineData("JA\u0304NA", "jāna")]
    [InlineData("STRAẞE", "straße")]
    [InlineData("Alice@RP.example", "alice@rp.example")]
    public void Spellings_of_one_name_become_one(string typed, string canonical) => Assert.Equal(canonical, Identifier.Canonical(typed));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("...")]
    [InlineData("al ice")]
    [InlineData("al\0ice")]
    [InlineData("al\u200bice")]
    [InlineData("al\u202eice")]
    [InlineData("\ue000")]
    public void What_cannot_be_a_name_is_nobodys(string? typed) => Assert.Null(Identifier.Canonical(typed));

    [Fact]
    public void Half_a_character_is_nobodys() => Assert.Null(Identifier.Canonical("al" + (char)0xD800 + "ice"));

    [Fact]
    public void The_longest_name_has_254_characters()
    {
        Assert.NotNull(Identifier.Canonical(new string('a', 254)));
        Assert.Null(Identifier.Canonical(new string('a', 255)));
        Assert.Null(Identifier.Canonical(new string('\ufdfa', 100)));
        Assert.Null(Identifier.Canonical(new string(' ', 1_000_000) + "a"));
    }

    [Fact]
    public void The_canonical_form_is_its_own_canonical_form()      // ENU-09: else one name would have two
    {
        string[] marks = ["", "\u0300", "\u0301", "\u0304", "\u0307", "\u0308", "\u030a", "\u030c", "\u0323", "\u0331", "\u0345"];
        var letters = Enumerable.Range(0, 0x11000).Where(Rune.IsValid).Select(value => new Rune(value).ToString());
        var broken = letters.SelectMany(letter => marks.Select(mark => letter + mark))
            .Where(text => Identifier.Canonical(text) is { } once && Identifier.Canonical(once) != once).ToList();

        Assert.True(broken.Count == 0, $"{broken.Count}, such as {string.Join(' ', broken.Take(5).Select(text => string.Join('+', text.EnumerateRunes().Select(rune => rune.Value.ToString("X4")))))}");
    }

    [Fact]
    public void The_published_cases_meet_their_canonical_form_and_refused_ones_meet_nobodys()
    {
        var cases = Cases();
        var accepted = cases.Where(one => one.Canonical is not null).ToList();
        Assert.All(accepted, one => Assert.Equal(one.Canonical, Identifier.Canonical(one.Input)));

        // Refusing a look-alike is for those who create accounts; here it matters that it never becomes another's name. Blanks around are ours to trim.
        var names = accepted.Select(one => one.Canonical).ToHashSet();
        Assert.All(
            cases.Where(one => one.Canonical is null),
            one => Assert.True(one.Input.Trim() != one.Input || !names.Contains(Identifier.Canonical(one.Input)), JsonSerializer.Serialize(one.Input)));
    }

    private static List<(string Input, string? Canonical)> Cases()
    {
        var folder = Environment.GetEnvironmentVariable("AUTHHUB_SHARED") is { Length: > 0 } named ? new DirectoryInfo(named) : Beside(new DirectoryInfo(AppContext.BaseDirectory));
        var path = folder is null ? null : Path.Combine(folder.FullName, "vectors", "own", "username-cases.json");
        Assert.SkipWhen(path is null || !File.Exists(path), "../shared/vectors/own/username-cases.json is not here.");
        using var document = JsonDocument.Parse(File.ReadAllText(path!));
        return [.. document.RootElement.GetProperty("cases").EnumerateArray().Select(one => (one.GetProperty("input").GetString()!, one.GetProperty("canonical").GetString()))];
    }

    private static DirectoryInfo? Beside(DirectoryInfo? folder)
    {
        for (; folder is not null; folder = folder.Parent)
        {
            var shared = Path.Combine(folder.FullName, "shared");
            if (Directory.Exists(Path.Combine(shared, "vectors")))
            {
                return new DirectoryInfo(shared);
            }
        }

        return null;
    }
}
