using System.Diagnostics;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace AuthHub.Jose.Tests.Differential;

/// <summary>npm's <c>jose</c> in a process of its own, asked by lines of JSON.</summary>
internal static class SecondOpinion
{
    /// <summary>Answers in the order of the questions; the first line, the setting, has none.</summary>
    public static async Task<IReadOnlyList<JsonElement>> AskAsync(JsonObject setting, IEnumerable<JsonObject> questions)
    {
        using var process = Start();
        var answers = ReadAsync(process.StandardOutput);
        var complaints = process.StandardError.ReadToEndAsync();
        foreach (var line in questions.Prepend(setting))
        {
            await process.StandardInput.WriteLineAsync(line.ToJsonString());
        }

        process.StandardInput.Close();
        var list = await answers;
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, await complaints);
        return [.. list.Skip(1)];
    }

    private static async Task<List<JsonElement>> ReadAsync(StreamReader output)
    {
        var answers = new List<JsonElement>();
        while (await output.ReadLineAsync() is { } line)
        {
            answers.Add(JsonElement.Parse(line));
        }

        return answers;
    }

    private static Process Start()
    {
        var folder = Folder();
        Assert.SkipUnless(folder is not null && Directory.Exists(Path.Combine(folder, "node_modules", "jose")), "npm's jose is not installed; tests/run.sh installs it.");
        try
        {
            return Process.Start(new ProcessStartInfo("node", [Path.Combine(folder!, "Differential", "judge.mjs")])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                StandardInputEncoding = new UTF8Encoding(false),
                StandardOutputEncoding = Encoding.UTF8,
            })!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip("node is not installed.");
            throw;
        }
    }

    /// <summary>Where this project's sources are.</summary>
    private static string? Folder()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "AuthHub.Jose.Tests.csproj")))
            {
                return folder.FullName;
            }
        }

        return null;
    }
}
