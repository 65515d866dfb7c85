using AuthHub.SignIn.Throttling;

namespace AuthHub.Demo.Hosts;

/// <summary>Counts nothing and allows everything, for load tests with <c>AUTHHUB_DEMO_LIMITS=off</c>.</summary>
internal sealed class OpenThrottle : IThrottle
{
    public Task<ThrottleAnswer> CountAsync(string key, int limit, TimeSpan window, CancellationToken cancellationToken) =>
        Task.FromResult(new ThrottleAnswer(true, TimeSpan.Zero));

    public Task ClearAsync(string key, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<int> DeleteExpiredAsync(CancellationToken cancellationToken) => Task.FromResult(0);
}
