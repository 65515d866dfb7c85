using Helpdesk.Tickets;

namespace AuthHub.Demo.Hosts;

/// <summary>Whether all three servers answer; asked over HTTP, as anybody would.</summary>
internal sealed class Readiness : IDisposable
{
    private readonly DemoSettings _settings;
    private readonly HttpClient _http;

    public Readiness(DemoSettings settings)
    {
        _settings = settings;
        var handler = new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false };
        if (settings.Certificate is { } own)
        {
            // It is our own server on this machine: its certificate is known, whoever signed it.
            handler.SslOptions.RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate?.GetCertHashString() == own.Certificate.GetCertHashString();
        }

        _http = new HttpClient(handler) { Timeout = TimeSpan.FromSeconds(5) };
    }

    /// <summary>The helpdesk's storage, once there is a helpdesk: its pages answer without it.</summary>
    public StorageSetup? Storage { get; set; }

    /// <summary>Null when all is well, else what is not.</summary>
    public async Task<string?> FindFaultAsync(CancellationToken cancellationToken)
    {
        foreach (var (name, address) in new[] { ("AuthHub", _settings.AuthHubAddress + "/health/ready"), ("Helpdesk", _settings.HelpdeskAddress + "/") })
        {
            try
            {
                using var answer = await _http.GetAsync(address, cancellationToken);
                if ((int)answer.StatusCode >= StatusCodes.Status400BadRequest)
                {
                    return $"{name} answers {(int)answer.StatusCode}.";
                }
            }
            catch (Exception failure) when (failure is HttpRequestException or TaskCanceledException)
            {
                return $"{name} does not answer.";
            }
        }

        return Storage?.Fault is { } reason ? $"The helpdesk's database cannot be used: {reason}" : null;
    }

    public void Dispose() => _http.Dispose();
}
