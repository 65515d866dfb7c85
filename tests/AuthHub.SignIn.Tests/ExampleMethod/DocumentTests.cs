namespace AuthHub.SignIn.Tests.ExampleMethod;

/// <summary>The walk-through shows the example as it is compiled and tested here, so that it cannot drift.</summary>
public sealed class DocumentTests
{
    [Theory]
    [InlineData("WordListMethod.cs")]
    [InlineData("WordListSettings.cs")]
    public void The_walk_through_shows_the_tested_file(string file)
    {
        var root = Root();
        var document = File.ReadAllText(Path.Combine(root, "docs", "add-a-verification-method.md"));
        var source = File.ReadAllText(Path.Combine(root, "tests", "AuthHub.SignIn.Tests", "ExampleMethod", file));
        Assert.Contains("```csharp\n" + source + "```\n", document, StringComparison.Ordinal);
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
}
