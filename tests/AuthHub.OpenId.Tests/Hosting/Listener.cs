using System.Net;
using System.Net.Sockets;

namespace AuthHub.OpenId.Tests.Hosting;

/// <summary>A place of an attacker's, which counts who comes.</summary>
internal sealed class Listener : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

    public Listener() => _listener.Start();

    public string Address => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/keys";

    /// <summary>Whether anybody has knocked.</summary>
    public bool WasAsked => _listener.Pending();

    public void Dispose() => _listener.Dispose();
}
