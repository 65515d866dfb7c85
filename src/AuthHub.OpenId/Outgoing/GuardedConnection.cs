using System.Net;
using System.Net.Sockets;

namespace AuthHub.OpenId.Outgoing;

/// <summary>
/// Opens connections to public addresses only. The name is resolved here, once, and the connection goes to exactly the address that was
/// checked, so a name that changes its mind in between (DNS rebinding, attack CLI-08) gains nothing.
/// </summary>
internal sealed class GuardedConnection(Func<string, CancellationToken, Task<IPAddress[]>> resolve, bool loopbackAllowed)
{
    public async ValueTask<Stream> OpenAsync(DnsEndPoint target, CancellationToken cancellationToken)
    {
        var addresses = IPAddress.TryParse(target.Host, out var literal) ? [literal] : await resolve(target.Host, cancellationToken);

        // One forbidden address is enough: a name that points outside and inside at once is a trick or a mistake.
        if (addresses.Length == 0 || Array.Exists(addresses, address => !IsAllowed(address)))
        {
            throw new HttpRequestException(HttpRequestError.ConnectionError, "the name leads to no address, or not to a public one");
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, target.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private bool IsAllowed(IPAddress address) => PublicAddress.Is(address) || (loopbackAllowed && IPAddress.IsLoopback(address));
}
