using System.Text.Json;
using Helpdesk.SignIn;

namespace Helpdesk.Tests;

public sealed class ReturnUrlTests
{
    [Fact]
    public void Every_published_case_is_decided_as_written()
    {
        using var cases = JsonDocument.Parse(File.ReadAllBytes(SharedFile("vectors/own/return-url-cases.json")));
        foreach (var entry in cases.RootElement.GetProperty("cases").EnumerateArray())
        {
            var candidate = entry.GetProperty("candidate").GetString();
            Assert.True(ReturnUrl.IsLocal(candidate) == entry.GetProperty("accept").GetBoolean(), candidate);
        }
    }

    [Theory]
    [InlineData("/tickets?show=all&page=2", true)]
    [InlineData("/tickets?q=%C4%81", true)]
    [InlineData("/tickets/%2", false)]
    [InlineData("/tickets/%zz", false)]
    [InlineData("/%00", false)]
    [InlineData("/a\u2044b", false)]
    [InlineData("/tickets%0d%0aSet-Cookie:x", false)]
    [InlineData(null, false)]
    public void Our_own_cases_too(string? candidate, bool accepted) => Assert.Equal(accepted, ReturnUrl.IsLocal(candidate));

    private static string SharedFile(string path)
    {
        var shared = Environment.GetEnvironmentVariable("AUTHHUB_SHARED");
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); shared is null && folder is not null; folder = folder.Parent)
        {
            var candidate = Path.Combine(folder.FullName, "shared");
            shared = Directory.Exists(Path.Combine(candidate, "vectors")) ? candidate : null;
        }

        Assert.SkipWhen(shared is null, "The folder with the shared test vectors is not here.");
        return Path.Combine(shared!, path);
    }
}
