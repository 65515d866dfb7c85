namespace AuthHub.OpenId.Requests;

/// <summary>The stored pushed requests.</summary>
public interface IPushedRequests
{
    /// <summary>False when the client has <paramref name="most"/> waiting already.</summary>
    Task<bool> AddAsync(PushedRequest request, int most, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>One that is neither expired nor answered.</summary>
    Task<PushedRequest?> FindAsync(byte[] hash, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Housekeeping: forgets what has expired (law L18).</summary>
    Task<int> RemoveExpiredAsync(DateTimeOffset before, CancellationToken cancellationToken);
}
