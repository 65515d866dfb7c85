namespace AuthHub.OpenId.Outgoing;

/// <summary>Requests AuthHub makes itself, to addresses that clients registered; configuration <c>OpenId:Outgoing</c>.</summary>
public sealed class OutgoingSettings
{
    /// <summary>True lets https addresses of this machine be asked: the demo and tests. Private networks stay closed.</summary>
    public bool AllowLoopback { get; set; }

    /// <summary>A PEM file of certification authorities to trust instead of the machine's; unset in most installations.</summary>
    public string? TrustedRoots { get; set; }

    /// <summary>How long resolving, connecting, sending and reading may take together.</summary>
    public TimeSpan TimeLimit { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a document that was fetched is good.</summary>
    public TimeSpan DocumentLifetime { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>No address is asked for its document more often than this, whether it answered well, badly or not at all.</summary>
    public TimeSpan DocumentPause { get; set; } = TimeSpan.FromMinutes(1);
}
