using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using AuthHub.Benchmarks.Inside;

namespace AuthHub.Benchmarks.Driving;

/// <summary>AuthHub's Release build as a process of its own, with its own folder, its own PostgreSQL and its own port.</summary>
internal sealed class Server : IAsyncDisposable
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(90);

    private readonly bool _keepsFolder;
    private readonly SemaphoreSlim _turn = new(1, 1);
    private TaskCompletionSource<string>? _asked;

    private Server(string folder, string issuer, Process process, bool keepsFolder) =>
        (Folder, Issuer, Process, _keepsFolder) = (folder, issuer, process, keepsFolder);

    public string Folder { get; }

    public string Issuer { get; }

    public Process Process { get; }

    /// <summary>From the start of the process to its first "ready".</summary>
    public TimeSpan StartTime { get; private set; }

    public static async Task<Server> StartAsync(bool withoutHash, string? folder = null)
    {
        var issuer = $"http://localhost:{FreePort()}";
        var keeps = folder is not null;
        folder ??= Path.Combine("/tmp", "authhub-bench-" + Path.GetRandomFileName().Replace(".", "", StringComparison.Ordinal));
        var start = new ProcessStartInfo("dotnet", [Program()]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = "/tmp" };
        foreach (var (name, value) in Settings(issuer, folder, withoutHash))
        {
            start.Environment[name] = value;
        }

        var waited = Stopwatch.StartNew();
        var server = new Server(folder, issuer, Process.Start(start)!, keeps);
        server.Process.OutputDataReceived += (_, line) => server.Hear(line.Data);
        server.Process.ErrorDataReceived += (_, line) => server.Hear(line.Data);
        server.Process.BeginOutputReadLine();
        server.Process.BeginErrorReadLine();
        using var http = new HttpClient();
        while (!await IsReadyAsync(http, issuer))
        {
            if (server.Process.HasExited || waited.Elapsed > _patience)
            {
                await server.DisposeAsync();
                throw new InvalidOperationException("AuthHub did not become ready.");
            }

            await Task.Delay(20);
        }

        server.StartTime = waited.Elapsed;
        return server;
    }

    public double Cpu() => Processes.CpuOf(Process.Id);

    public double DatabaseCpu() => Processes.CpuOfFamily(int.Parse(File.ReadLines(Path.Combine(Folder, "postgres", "postmaster.pid")).First(), CultureInfo.InvariantCulture));

    public async Task<string> AskAsync(string question)
    {
        await _turn.WaitAsync();
        try
        {
            var asked = _asked = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
            await Process.StandardInput.WriteLineAsync(question);
            await Process.StandardInput.FlushAsync();
            return await asked.Task.WaitAsync(_patience);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Bytes allocated since the start, bytes alive, bytes committed, collections of generation 0 and 2.</summary>
    public async Task<long[]> FiguresAsync(string question = "figures") =>
        [.. (await AskAsync(question)).Split(' ').Select(text => long.Parse(text, CultureInfo.InvariantCulture))];

    public async ValueTask DisposeAsync()
    {
        if (!Process.HasExited)
        {
            using var stop = Process.Start("kill", ["-TERM", Process.Id.ToString(CultureInfo.InvariantCulture)]);
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
            await Process.WaitForExitAsync(patience.Token);
        }

        Process.Dispose();
        _turn.Dispose();
        if (!_keepsFolder)
        {
            Directory.Delete(Folder, recursive: true);
        }
    }

    /// <summary>What a server and a guest on its folder are told. The limits are at what the settings allow at most; people and addresses are many.</summary>
    public static IEnumerable<(string Name, string Value)> Settings(string issuer, string folder, bool withoutHash) =>
    [
        ("AuthHub__Issuer", issuer), ("ASPNETCORE_URLS", issuer), ("Storage__DataFolder", folder), ("Methods__password__Waiting", "1024"),
        ("SignIn__PasswordsPerNetwork", "1000"), ("SignIn__PasswordsPerPerson", "10000"), ("SignIn__AttemptsPerWindow", "100"),
        ("DOTNET_STARTUP_HOOKS", typeof(Observer).Assembly.Location), (Observer.Switch, withoutHash ? Observer.WithoutHash : Observer.WithHash),
    ];

    private static string Program()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (root is not null && !File.Exists(Path.Combine(root.FullName, "AuthHub.sln")))
        {
            root = root.Parent;
        }

        return Path.Combine(root?.FullName ?? throw new InvalidOperationException("Not inside the repository."), "src", "AuthHub.Web", "bin", "Release", "net10.0", "AuthHub.Web.dll");
    }

    private static async Task<bool> IsReadyAsync(HttpClient http, string issuer)
    {
        try
        {
            using var answer = await http.GetAsync(issuer + "/health/ready");
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private void Hear(string? line)
    {
        if (line?.StartsWith(Observer.Mark, StringComparison.Ordinal) == true)
        {
            _asked?.TrySetResult(line[Observer.Mark.Length..]);
        }
        else if (line is not null && (line.Contains("fail:", StringComparison.Ordinal) || line.Contains("crit:", StringComparison.Ordinal) || line.Contains("Unhandled", StringComparison.Ordinal)))
        {
            Console.Error.WriteLine($"[server] {line}");
        }
    }
}
