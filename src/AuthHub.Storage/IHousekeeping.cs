namespace AuthHub.Storage;

/// <summary>Rows that nobody needs after their expiry; deletion is housekeeping and never decides anything (law L18).</summary>
public interface IHousekeeping
{
    Task<int> DeleteExpiredAsync(DateTimeOffset now, CancellationToken cancellationToken);
}
