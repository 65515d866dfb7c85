namespace Helpdesk.Tests.Testing;

/// <summary>A clock that a test can move.</summary>
internal sealed class TestClock : TimeProvider
{
    public TimeSpan Offset { get; set; }

    /// <summary>How far the monotonic clock is ahead.</summary>
    public TimeSpan Elapsed { get; set; }

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Offset;

    public override long GetTimestamp() => base.GetTimestamp() + (long)(Elapsed.TotalSeconds * TimestampFrequency);
}
