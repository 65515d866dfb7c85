using System.Text.RegularExpressions;

namespace AuthHub.SignIn.Tests.ExampleMethod;

/// <summary>What the documents show is what is compiled here, so that they cannot drift.</summary>
public sealed partial class DocumentTests
{
    [Theory]
    [InlineData("WordListMethod.cs")]
    [InlineData("WordListSettings.cs")]
    public void The_walk_through_shows_the_tested_file(string file)
    {
        var document = File.ReadAllText(Path.Combine(Root(), "docs", "add-a-verification-method.md"));
        var source = File.ReadAllText(Path.Combine(Root(), "tests", "AuthHub.SignIn.Tests", "ExampleMethod", file));

        Assert.Contains("```csharp\n" + source + "```\n", document, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_class_the_documents_name_exists()
    {
        var folders = new[] { "src", "tests" }.Select(folder => Path.Combine(Root(), folder));
        var words = folders.SelectMany(folder => Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories))
            .Where(path => !path.Contains("/obj/", StringComparison.Ordinal))
            .SelectMany(path => Word().Matches(File.ReadAllText(path)).Select(match => match.Value)).ToHashSet(StringComparer.Ordinal);
        string[] documents = [Path.Combine(Root(), "docs", "architecture.md"), .. Directory.GetFiles(Path.Combine(Root(), "docs", "decisions"), "*.md")];

        var missing = documents.SelectMany(path => Name().Matches(File.ReadAllText(path)).SelectMany(match => match.Groups[1].Value.Split('.')
            .Where(name => !words.Contains(name)).Select(name => $"{Path.GetFileName(path)}: {name}")));

        Assert.Empty(missing.Distinct());
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "AuthHub.sln")))
        {
            folder = folder.Parent;
        }

        Assert.SkipWhen(folder is null, "The tests do not run inside the repository.");
        return folder!.FullName;
    }

    [GeneratedRegex("[A-Za-z_]+")]
    private static partial Regex Word();

    /// <summary>A name of our code in backticks, such as <c>Engine.Advance</c>; settings with colons and words in small letters are not meant.</summary>
    [GeneratedRegex("`([A-Z][a-z]+[A-Z]?[A-Za-z]*(?:\\.[A-Z][A-Za-z]+)*)`")]
    private static partial Regex Name();
}
