using System.Net;
using System.Net.Sockets;

namespace AuthHub.Web.Tests.Support;

/// <summary>The wire between AuthHub and its database: a port that leads to the server's socket until somebody pulls the plug.</summary>
public sealed class Cable(string socket) : IDisposable
{
    private readonly List<Socket> ends = [];
    private TcpListener? listener;

    public int Port { get; private set; }

    public void Plug()
    {
        listener = new TcpListener(IPAddress.Loopback, Port);
        listener.Start();
        Port = ((IPEndPoint)listener.LocalEndpoint).Port;
        _ = AcceptAsync(listener);
    }

    public void Pull()
    {
        listener?.Dispose();
        lock (ends)
        {
            ends.ForEach(end => end.Dispose());
            ends.Clear();
        }
    }

    public void Dispose() => Pull();

    private async Task AcceptAsync(TcpListener from)
    {
        try
        {
            while (true)
            {
                var near = await from.AcceptSocketAsync();
                var far = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                await far.ConnectAsync(new UnixDomainSocketEndPoint(socket));
                lock (ends)
                {
                    ends.AddRange([near, far]);
                }

                _ = CopyAsync(near, far);
                _ = CopyAsync(far, near);
            }
        }
        catch (Exception failure) when (failure is SocketException or ObjectDisposedException)
        {
            // Pulled.
        }
    }

    private static async Task CopyAsync(Socket source, Socket target)
    {
        try
        {
            await using var reader = new NetworkStream(source);
            await using var writer = new NetworkStream(target);
            await reader.CopyToAsync(writer);
            target.Shutdown(SocketShutdown.Send);
        }
        catch (Exception failure) when (failure is IOException or SocketException or ObjectDisposedException)
        {
            // Pulled.
        }
    }
}
