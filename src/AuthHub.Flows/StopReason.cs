namespace AuthHub.Flows;

/// <summary>Why a run cannot go on.</summary>
public enum StopReason
{
    /// <summary>Its time is over.</summary>
    Expired,

    /// <summary>The account changed meanwhile.</summary>
    Stale,

    /// <summary>Everything that would do is locked after too many wrong answers.</summary>
    Locked,

    /// <summary>Nothing she has or may set up meets the demand.</summary>
    NoWay,
}
