namespace AuthHub.Flows;

/// <summary>One step of a flow.</summary>
public enum Stage
{
    /// <summary>Who are you?</summary>
    Identify,

    /// <summary>The password of that person.</summary>
    Password,

    /// <summary>Whatever the demand still lacks: verify with something bound, bind something allowed, or stop.</summary>
    Verify,
}
