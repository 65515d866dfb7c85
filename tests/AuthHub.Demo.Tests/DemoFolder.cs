namespace AuthHub.Demo.Tests;

/// <summary>A data folder for one test, which the database's own account can pass through.</summary>
public sealed class DemoFolder : IDisposable
{
    private readonly DirectoryInfo root = Directory.CreateTempSubdirectory("authhub-demo-");

    public DemoFolder()
    {
        if (!OperatingSystem.IsWindows())
        {
            root.UnixFileMode |= (UnixFileMode)Convert.ToInt32("011", 8);
        }
    }

    public string Data => Path.Combine(root.FullName, "data");

    public void Dispose() => root.Delete(recursive: true);
}
