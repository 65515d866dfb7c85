using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace AuthHub.Browser.Tests.Support;

/// <summary>AuthHub.Demo as a process of its own, on free ports and in a folder of its own, with its control interface.</summary>
public class RunningDemo : IAsyncLifetime
{
    private readonly string folder = Reachable(Directory.CreateTempSubdirectory("authhub-browser-").FullName);
    private readonly HttpClient control;
    private readonly LocalCertificate? certificate;
    private Process? process;

    public RunningDemo()
        : this(null)
    {
    }

    /// <summary>The same over https.</summary>
    protected RunningDemo(LocalCertificate? certificate)
    {
        this.certificate = certificate;
        control = new HttpClient(new SocketsHttpHandler { SslOptions = { RemoteCertificateValidationCallback = (_, shown, _, _) => certificate?.Is(shown) == true } }) { Timeout = TimeSpan.FromSeconds(60) };
    }

    public string AuthHub { get; private set; } = "";

    public string Helpdesk { get; private set; } = "";

    public string Control { get; private set; } = "";

    /// <summary>Kills the database server, as a power cut would.</summary>
    public void KillDatabase()
    {
        var servers = Process.GetProcessesByName("postgres").Where(one => File.ReadAllText($"/proc/{one.Id}/cmdline").Contains(folder, StringComparison.Ordinal)).ToArray();
        Assert.NotEmpty(servers);
        Array.ForEach(servers, server => server.Kill());
    }

    public async ValueTask InitializeAsync()
    {
        var ports = FreePorts(3);
        var scheme = certificate is null ? "http" : "https";
        (AuthHub, Helpdesk, Control) = ($"{scheme}://localhost:{ports[0]}", $"{scheme}://localhost:{ports[1]}", $"{scheme}://localhost:{ports[2]}");
        control.BaseAddress = new Uri(Control);
        Ports = string.Join(',', ports);
        await StartAsync();
    }

    private string Ports { get; set; } = "";

    public async Task StartAsync()
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "AuthHub.Demo.dll")]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["AUTHHUB_DEMO_PORTS"] = Ports;
        start.Environment["AUTHHUB_DEMO_DATA"] = Path.Combine(folder, "data");
        if (certificate is not null)
        {
            start.Environment["AUTHHUB_DEMO_TLS"] = $"{certificate.File},{certificate.KeyFile}";
        }

        process = Process.Start(start)!;
        process.OutputDataReceived += (_, line) => Log.Enqueue(line.Data ?? "");
        process.ErrorDataReceived += (_, line) => Log.Enqueue(line.Data ?? "");
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        var patience = Stopwatch.StartNew();
        while (!await IsReadyAsync())
        {
            Assert.False(process.HasExited, "AuthHub.Demo ended: " + string.Join('\n', Log));
            Assert.True(patience.Elapsed < TimeSpan.FromSeconds(90), "AuthHub.Demo is not ready: " + string.Join('\n', Log));
            await Task.Delay(100);
        }
    }

    /// <summary>Everything the process printed.</summary>
    public System.Collections.Concurrent.ConcurrentQueue<string> Log { get; } = new();

    public void Kill()
    {
        process!.Kill();
        process.WaitForExit();
    }

    public async Task<string> AddPersonAsync(object person)
    {
        var answer = await control.PostAsJsonAsync("/people", person);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["id"]!.GetValue<string>();
    }

    public async Task<JsonNode> AddClientAsync(object client)
    {
        var answer = await control.PostAsJsonAsync("/clients", client);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
    }

    /// <summary>The newest message of a kind to an address.</summary>
    public async Task<string> MessageAsync(string kind, string to)
    {
        var list = await control.GetFromJsonAsync<JsonElement>($"/outbox?kind={kind}&to={Uri.EscapeDataString(to)}");
        Assert.NotEqual(0, list.GetArrayLength());
        return list[0].GetProperty("text").GetString()!;
    }

    public async Task<int> CountMessagesAsync(string kind, string to) =>
        (await control.GetFromJsonAsync<JsonElement>($"/outbox?kind={kind}&to={Uri.EscapeDataString(to)}")).GetArrayLength();

    public async Task<DateTimeOffset> NowAsync() =>
        (await control.GetFromJsonAsync<JsonElement>("/clock")).GetProperty("now").GetDateTimeOffset();

    public async Task AdvanceAsync(string duration) =>
        (await control.PutAsJsonAsync("/clock", new { advance = duration })).EnsureSuccessStatusCode();

    public async ValueTask DisposeAsync()
    {
        if (process is { HasExited: false })
        {
            using var kill = Process.Start("kill", ["-TERM", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
            if (!process.WaitForExit(15_000))
            {
                process.Kill(entireProcessTree: true);
            }
        }

        process?.Dispose();
        control.Dispose();
        Directory.Delete(folder, recursive: true);
        await Task.CompletedTask;
        GC.SuppressFinalize(this);
    }

    private async Task<bool> IsReadyAsync()
    {
        try
        {
            return (await control.GetAsync("/health")).StatusCode == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    /// <summary>A server may run as another user, who has to get through.</summary>
    protected static string Reachable(string path)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, (UnixFileMode)Convert.ToInt32("755", 8));
        }

        return path;
    }

    /// <summary>Different ones: all are held until the last is known.</summary>
    internal static int[] FreePorts(int number)
    {
        var listeners = Enumerable.Range(0, number).Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToList();
        listeners.ForEach(listener => listener.Start());
        int[] ports = [.. listeners.Select(listener => ((IPEndPoint)listener.LocalEndpoint).Port)];
        listeners.ForEach(listener => listener.Dispose());
        return ports;
    }
}
