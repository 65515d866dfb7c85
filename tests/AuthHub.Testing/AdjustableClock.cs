namespace AuthHub.Testing;

/// <summary>A clock that stands still until a test moves it. Timers run in real time.</summary>
public sealed class AdjustableClock : TimeProvider
{
    private readonly Lock _turn = new();
    private DateTimeOffset _now;

    /// <summary>Starts at the given time, else at the real one in whole milliseconds.</summary>
    public AdjustableClock(DateTimeOffset? start = null) =>
        _now = start ?? DateTimeOffset.FromUnixTimeMilliseconds(System.GetUtcNow().ToUnixTimeMilliseconds());

    public DateTimeOffset Now => GetUtcNow();

    public override DateTimeOffset GetUtcNow()
    {
        lock (_turn)
        {
            return _now;
        }
    }

    public void Set(DateTimeOffset now)
    {
        lock (_turn)
        {
            _now = now;
        }
    }

    public void Advance(TimeSpan by)
    {
        lock (_turn)
        {
            _now += by;
        }
    }
}
