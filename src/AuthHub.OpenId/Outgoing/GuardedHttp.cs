using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AuthHub.OpenId.Outgoing;

/// <summary>
/// The only way out of this half: for key sets, request objects, sector identifiers, logout tokens and pings, all of which go to addresses
/// that clients chose (attack CLI-08). https only, public addresses only, no redirects, no proxy, no cookies, little time, little data.
/// </summary>
public sealed partial class GuardedHttp : IDisposable
{
    /// <summary>No longer answer is read (law L20).</summary>
    public const int MostBytes = 64 * 1024;

    private readonly HttpClient _http;

    private readonly OutgoingSettings _settings;

    private readonly ILogger<GuardedHttp> _logger;

    public GuardedHttp(IOptions<OpenIdSettings> settings, ILogger<GuardedHttp> logger)
    {
        _settings = settings.Value.Outgoing;
        _logger = logger;
        var connection = new GuardedConnection(Dns.GetHostAddressesAsync, _settings.AllowLoopback);
        _http = new HttpClient(new SocketsHttpHandler
        {
            ConnectCallback = (context, cancellationToken) => connection.OpenAsync(context.DnsEndPoint, cancellationToken),
            ActivityHeadersPropagator = null,
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.None,
            MaxConnectionsPerServer = 8,
            MaxResponseHeadersLength = 16,
            MaxResponseDrainSize = 0,
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30),
            PooledConnectionLifetime = TimeSpan.FromMinutes(2),
            SslOptions = { CertificateChainPolicy = Trust(_settings.TrustedRoots) },
        })
        {
            Timeout = Timeout.InfiniteTimeSpan, // the limit below covers the body as well
        };
    }

    /// <summary>Why an address can never be asked; null when it can. For registrations; the host is looked at when it is asked.</summary>
    public static string? WhyNot(string address) =>
        !Uri.TryCreate(address, UriKind.Absolute, out var uri) || uri.Scheme != Uri.UriSchemeHttps || !address.StartsWith("https://", StringComparison.Ordinal) ? "is not an absolute https address"
        : uri.UserInfo.Length > 0 || uri.Host.Length == 0 ? "carries user information or has no host"
        : null;

    /// <summary>Fetches a document. Never throws for what the other side does.</summary>
    public Task<OutgoingVerdict> GetAsync(string address, OutgoingContent wanted, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Get, address, null, null, wanted, cancellationToken);

    /// <summary>Delivers something; the answer's status is all that counts. Never throws for what the other side does.</summary>
    /// <param name="address">Where to.</param>
    /// <param name="body">What.</param>
    /// <param name="bearer">The token the receiver knows us by, where it gave us one.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    public Task<OutgoingVerdict> PostAsync(string address, HttpContent body, string? bearer, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Post, address, body, bearer, OutgoingContent.None, cancellationToken);

    public void Dispose() => _http.Dispose();

    private async Task<OutgoingVerdict> SendAsync(HttpMethod method, string address, HttpContent? body, string? bearer, OutgoingContent wanted, CancellationToken cancellationToken)
    {
        var verdict = WhyNot(address) is { } reason ? new OutgoingVerdict.Refused($"the address {reason}") : await TrySendAsync(method, address, body, bearer, wanted, cancellationToken);
        if (verdict is OutgoingVerdict.Refused refused)
        {
            LogRefused(method.Method, HostOf(address), refused.Reason);
        }

        return verdict;
    }

    private async Task<OutgoingVerdict> TrySendAsync(HttpMethod method, string address, HttpContent? body, string? bearer, OutgoingContent wanted, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(_settings.TimeLimit);
        using var request = new HttpRequestMessage(method, address) { Content = body };
        request.Headers.Accept.ParseAdd(wanted switch { OutgoingContent.Json => "application/json, application/jwk-set+json", OutgoingContent.Jwt => "application/oauth-authz-req+jwt, application/jwt", _ => "*/*" });
        if (bearer is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", bearer);
        }

        try
        {
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
            return await ReadAsync(response, wanted, limit.Token);
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException or InvalidOperationException)
        {
            return new OutgoingVerdict.Refused(failure.GetBaseException().Message);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new OutgoingVerdict.Refused("it took too long");
        }
    }

    private static async Task<OutgoingVerdict> ReadAsync(HttpResponseMessage response, OutgoingContent wanted, CancellationToken cancellationToken)
    {
        var status = (int)response.StatusCode;
        if (!response.IsSuccessStatusCode)
        {
            return new OutgoingVerdict.Refused($"answered {status}", status);
        }

        if (wanted == OutgoingContent.None)
        {
            return new OutgoingVerdict.Answered(status, []);
        }

        if (response.StatusCode != HttpStatusCode.OK || !Fits(response.Content.Headers.ContentType?.MediaType, wanted))
        {
            return new OutgoingVerdict.Refused($"answered {status} with another kind of content", status);
        }

        if (response.Content.Headers.ContentEncoding.Count > 0 || response.Content.Headers.ContentLength > MostBytes)
        {
            return new OutgoingVerdict.Refused("the answer is too long or compressed");
        }

        var buffer = new byte[MostBytes + 1];
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        var length = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        return length <= MostBytes ? new OutgoingVerdict.Answered(status, buffer[..length]) : new OutgoingVerdict.Refused("the answer is too long");
    }

    private static bool Fits(string? mediaType, OutgoingContent wanted)
    {
        var type = mediaType?.ToLowerInvariant() ?? "";
        return wanted == OutgoingContent.Json
            ? type == "application/json" || (type.StartsWith("application/", StringComparison.Ordinal) && type.EndsWith("+json", StringComparison.Ordinal))
            : type is "application/jwt" or "application/oauth-authz-req+jwt";
    }

    private static string HostOf(string address) => Uri.TryCreate(address, UriKind.Absolute, out var uri) ? uri.Authority : "?";

    private static X509ChainPolicy? Trust(string? rootsFile)
    {
        if (rootsFile is null)
        {
            return null;
        }

        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.ImportFromPemFile(rootsFile);
        policy.ApplicationPolicy.Add(new System.Security.Cryptography.Oid("1.3.6.1.5.5.7.3.1"));
        return policy;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Method} to {Host} failed: {Reason}")]
    private partial void LogRefused(string method, string host, string reason);
}
