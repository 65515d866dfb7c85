using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using AuthHub.Browser.Tests.Support;

namespace AuthHub.Browser.Tests.Interop;

/// <summary>A relying party out of tests/interop as a process of its own, with its address.</summary>
public sealed class StrangersApp : IAsyncDisposable
{
    private readonly ConcurrentQueue<string> log = new();
    private readonly Process process;

    private StrangersApp(Process process, string address) => (this.process, Address) = (process, address);

    public string Address { get; }

    public string Log => string.Join('\n', log);

    /// <summary>Starts a program with what it has to know in its environment, and waits until its port answers.</summary>
    public static async Task<StrangersApp> StartAsync(SecureDemo demo, ProcessStartInfo start, int port, JsonNode client, IReadOnlyDictionary<string, string> more)
    {
        start.RedirectStandardError = start.RedirectStandardOutput = true;
        start.WorkingDirectory = demo.Folder;
        var environment = start.Environment;
        environment["ISSUER"] = demo.AuthHub;
        environment["PORT"] = port.ToString(System.Globalization.CultureInfo.InvariantCulture);
        environment["CLIENT"] = client.ToJsonString();
        environment["CLIENT_ID"] = client["client_id"]!.GetValue<string>();
        environment["CLIENT_SECRET"] = client["client_secret"]?.GetValue<string>() ?? "";
        environment["CERT"] = environment["NODE_EXTRA_CA_CERTS"] = environment["REQUESTS_CA_BUNDLE"] = demo.Certificate.File;
        environment["CERT_KEY"] = demo.Certificate.KeyFile;
        foreach (var (name, value) in more)
        {
            environment[name] = value;
        }

        var app = new StrangersApp(Process.Start(start)!, $"https://localhost:{port}");
        app.process.OutputDataReceived += (_, line) => app.log.Enqueue(line.Data ?? "");
        app.process.ErrorDataReceived += (_, line) => app.log.Enqueue(line.Data ?? "");
        app.process.BeginOutputReadLine();
        app.process.BeginErrorReadLine();
        var patience = Stopwatch.StartNew();
        while (!await AnswersAsync(port))
        {
            Assert.False(app.process.HasExited, $"{start.FileName} ended: {app.Log}");
            Assert.True(patience.Elapsed < TimeSpan.FromSeconds(60), $"{start.FileName} does not answer: {app.Log}");
            await Task.Delay(50);
        }

        return app;
    }

    public async ValueTask DisposeAsync()
    {
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        process.Dispose();
    }

    private static async Task<bool> AnswersAsync(int port)
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync("localhost", port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
