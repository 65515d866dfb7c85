namespace AuthHub.OpenId.CrossDevice;

/// <summary>The stored requests of devices.</summary>
public interface ICrossDeviceRequests
{
    /// <summary>How many wait for this client, or from this address at it, whichever is asked.</summary>
    Task<int> CountWaitingAsync(string clientId, string? address, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>False when its user code is taken.</summary>
    Task<bool> AddAsync(CrossDeviceRequest request, CancellationToken cancellationToken);

    Task<CrossDeviceRequest?> FindAsync(Guid id, CancellationToken cancellationToken);

    Task<CrossDeviceRequest?> FindByHashAsync(byte[] hash, CancellationToken cancellationToken);

    Task<CrossDeviceRequest?> FindByUserCodeAsync(byte[] userCodeHash, CancellationToken cancellationToken);

    /// <summary>Counts one question about the outcome. False when it comes too soon: then the interval is five seconds longer (RFC 8628 section 3.5).</summary>
    Task<bool> PollAsync(CrossDeviceRequest request, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Notes a no. False when there was an answer before.</summary>
    Task<bool> DenyAsync(Guid id, DateTimeOffset now, CancellationToken cancellationToken);
}
