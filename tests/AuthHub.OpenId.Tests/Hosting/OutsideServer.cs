using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace AuthHub.OpenId.Tests.Hosting;

/// <summary>Somebody else's https server on this machine, such as a client's that publishes keys. Paths are answered by what a test puts there.</summary>
internal sealed class OutsideServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private OutsideServer(WebApplication app) => _app = app;

    public ConcurrentDictionary<string, RequestDelegate> Paths { get; } = new();

    public ConcurrentQueue<string> Seen { get; } = new();

    public int Port => new Uri(_app.Urls.First()).Port;

    public string this[string path] => $"https://localhost:{Port}{path}";

    public static async Task<OutsideServer> StartAsync(OwnAuthority authority, bool plain = false)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var certificate = authority.ForServer();
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            if (!plain)
            {
                listen.UseHttps(certificate);
            }
        }));
        var server = new OutsideServer(builder.Build());
        server._app.Run(server.AnswerAsync);
        await server._app.StartAsync();
        return server;
    }

    public void Publish(string path, string content, string type = "application/json") => Paths[path] = context =>
    {
        context.Response.ContentType = type;
        return context.Response.WriteAsync(content);
    };

    public int Count(string path) => Seen.Count(seen => seen == path);

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private Task AnswerAsync(HttpContext context)
    {
        Seen.Enqueue(context.Request.Path);
        if (Paths.TryGetValue(context.Request.Path, out var answer))
        {
            return answer(context);
        }

        context.Response.StatusCode = 404;
        return Task.CompletedTask;
    }
}
