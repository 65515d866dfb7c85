namespace AuthHub.Demo.Time;

/// <summary>The clock of the whole demo: the real one, moved by as much as somebody wished. It ticks on from wherever it was set; measured time stays real.</summary>
internal sealed class DemoClock : TimeProvider
{
    private static readonly DateTimeOffset _earliest = new(1971, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset _latest = new(2199, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private long _offset;

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow().AddTicks(Interlocked.Read(ref _offset));

    /// <summary>How far it is from the real time.</summary>
    public TimeSpan Offset => TimeSpan.FromTicks(Interlocked.Read(ref _offset));

    /// <summary>False when the time is none this demo can live in.</summary>
    public bool TrySet(DateTimeOffset now)
    {
        if (now < _earliest || now > _latest)
        {
            return false;
        }

        Interlocked.Exchange(ref _offset, (now - base.GetUtcNow()).Ticks);
        return true;
    }

    /// <summary>Moves it, back too; false when that leads nowhere.</summary>
    public bool TryAdvance(TimeSpan by)
    {
        var now = GetUtcNow();
        return by > _earliest - now && by < _latest - now && Interlocked.Add(ref _offset, by.Ticks) is var _;
    }

    /// <summary>Back to the real time.</summary>
    public void Reset() => Interlocked.Exchange(ref _offset, 0);
}
