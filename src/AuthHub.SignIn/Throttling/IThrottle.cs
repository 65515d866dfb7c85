namespace AuthHub.SignIn.Throttling;

/// <summary>Counters shared by all nodes and surfaces. One statement counts and decides, so that parallel guesses cannot slip past.</summary>
public interface IThrottle
{
    /// <summary>Counts one event under <paramref name="key"/>. <see cref="ThrottleAnswer.Allowed"/> is false once more than <paramref name="limit"/> fell into the window that the first of them opened.</summary>
    Task<ThrottleAnswer> CountAsync(string key, int limit, TimeSpan window, CancellationToken cancellationToken);

    Task ClearAsync(string key, CancellationToken cancellationToken);

    /// <summary>Deletes counters whose window ended; housekeeping only.</summary>
    Task<int> DeleteExpiredAsync(CancellationToken cancellationToken);
}
