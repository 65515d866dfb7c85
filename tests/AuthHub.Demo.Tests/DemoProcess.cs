using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json.Nodes;

namespace AuthHub.Demo.Tests;

/// <summary>A program of ours as a process of its own, the demo unless told otherwise, on free ports.</summary>
public sealed class DemoProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly Process process;
    private readonly ConcurrentQueue<string> output = new();
    private readonly ConcurrentQueue<string> errors = new();

    public DemoProcess(string folder, string? connectionString = null, string program = "AuthHub.Demo.dll", params string[] arguments)
    {
        var ports = FreePorts(3);
        (AuthHub, Control) = ($"http://localhost:{ports[0]}", new HttpClient { BaseAddress = new Uri($"http://localhost:{ports[2]}"), Timeout = TimeSpan.FromSeconds(60) });
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, program), .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["AUTHHUB_DEMO_PORTS"] = string.Join(',', ports);
        start.Environment["AUTHHUB_DEMO_DATA"] = folder;
        start.Environment["Storage__DataFolder"] = folder;
        start.Environment["AuthHub__Issuer"] = AuthHub;
        start.Environment["ASPNETCORE_URLS"] = AuthHub;
        start.Environment["ConnectionStrings__AuthHub"] = connectionString;
        process = Process.Start(start)!;
        process.OutputDataReceived += (_, line) => output.Enqueue(line.Data ?? "");
        process.ErrorDataReceived += (_, line) => errors.Enqueue(line.Data ?? "");
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public string AuthHub { get; }

    public HttpClient Control { get; }

    public string Output => string.Join('\n', output);

    /// <summary>The lines on standard error.</summary>
    public IReadOnlyList<string> Errors => [.. errors.Where(line => line.Length > 0)];

    public async Task UntilReadyAsync() => await UntilAsync(async () => (await HealthAsync()) == HttpStatusCode.OK);

    public async Task<HttpStatusCode?> HealthAsync()
    {
        try
        {
            return (await Control.GetAsync("/health")).StatusCode;
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    public async Task UntilAsync(Func<Task<bool>> holds)
    {
        for (var waited = Stopwatch.StartNew(); !await holds(); await Task.Delay(100))
        {
            Assert.False(process.HasExited, "It ended: " + this);
            Assert.True(waited.Elapsed < Patience, "It does not come: " + this);
        }
    }

    /// <summary>It must end by itself, with exit code 1 and one sentence.</summary>
    public async Task<string> FailedStartAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        await process.WaitForExitAsync(patience.Token);
        Assert.Equal(1, process.ExitCode);
        Assert.DoesNotContain("   at ", Output, StringComparison.Ordinal);
        return Assert.Single(Errors);
    }

    public async Task<(HttpStatusCode Status, JsonNode? Body)> SendAsync(HttpMethod method, string address, object? body = null)
    {
        using var request = new HttpRequestMessage(method, address) { Content = body is null ? null : JsonContent.Create(body) };
        using var answer = await Control.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        return (answer.StatusCode, text.Length == 0 ? null : JsonNode.Parse(text));
    }

    public override string ToString() => Output + "\n" + string.Join('\n', errors);

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            using var kill = Process.Start("kill", ["-TERM", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
            await process.WaitForExitAsync(patience.Token);
        }

        process.Dispose();
        Control.Dispose();
    }

    /// <summary>Different ones: all are held until the last is known.</summary>
    private static int[] FreePorts(int number)
    {
        var listeners = Enumerable.Range(0, number).Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToList();
        listeners.ForEach(listener => listener.Start());
        int[] ports = [.. listeners.Select(listener => ((IPEndPoint)listener.LocalEndpoint).Port)];
        listeners.ForEach(listener => listener.Dispose());
        return ports;
    }
}
