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

    /// <summary>How many were put to this person: that wait at a moment, or since one whatever became of them.</summary>
    Task<int> CountOfAsync(string subject, DateTimeOffset moment, bool waiting, CancellationToken cancellationToken);

    /// <summary>What waits for this person, oldest first.</summary>
    Task<IReadOnlyList<CrossDeviceRequest>> OfAsync(string subject, DateTimeOffset now, CancellationToken cancellationToken);

    Task RemoveAsync(Guid id, CancellationToken cancellationToken);

    /// <summary>There is an outcome to tell the client, from now on.</summary>
    Task NotifyAsync(Guid id, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Those whose clients are to be told by now.</summary>
    Task<IReadOnlyList<CrossDeviceRequest>> DueAsync(DateTimeOffset now, int most, CancellationToken cancellationToken);

    /// <summary>Takes one attempt to tell, and sets the time of the next; false when another server took it.</summary>
    Task<bool> TakeAsync(CrossDeviceRequest request, DateTimeOffset? next, CancellationToken cancellationToken);

    /// <summary>The client knows: nothing is left to tell.</summary>
    Task DoneAsync(Guid id, CancellationToken cancellationToken);

    /// <summary>Counts one question about the outcome. False when it comes too soon: then the interval is five seconds longer (RFC 8628 section 3.5).</summary>
    Task<bool> PollAsync(CrossDeviceRequest request, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Notes a no. False when there was an answer before.</summary>
    Task<bool> DenyAsync(Guid id, DateTimeOffset now, CancellationToken cancellationToken);
}
