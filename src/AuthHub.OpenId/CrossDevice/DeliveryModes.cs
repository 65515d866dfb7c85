namespace AuthHub.OpenId.CrossDevice;

/// <summary>How a client hears the outcome of what it asked a person (CIBA Core section 5).</summary>
public static class DeliveryModes
{
    /// <summary>It asks the token endpoint.</summary>
    public const string Poll = "poll";

    /// <summary>It is told that there is an outcome, and asks then.</summary>
    public const string Ping = "ping";

    /// <summary>It is sent the outcome.</summary>
    public const string Push = "push";

    /// <summary>In the order discovery lists them.</summary>
    public static IReadOnlyList<string> All { get; } = [Poll, Ping, Push];
}
