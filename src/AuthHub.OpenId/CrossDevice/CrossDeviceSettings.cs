using System.ComponentModel.DataAnnotations;

namespace AuthHub.OpenId.CrossDevice;

/// <summary>Requests that are answered on another device; configuration <c>OpenId:CrossDevice</c>.</summary>
public sealed class CrossDeviceSettings
{
    /// <summary>How long a code may wait for its person; ten minutes bound what guessing can reach (RFC 8628 section 5.1).</summary>
    public TimeSpan Lifetime { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>Seconds between two questions about the outcome (RFC 8628 section 3.2).</summary>
    public int Interval { get; set; } = 5;

    /// <summary>How many requests of one client may wait at once (law L20).</summary>
    public int WaitingPerClient { get; set; } = 1_000;

    /// <summary>How many requests of one client may wait from one network address, so that nobody fills the places of all.</summary>
    public int WaitingPerAddress { get; set; } = 50;

    /// <summary>How many questions of apps may wait for one person at once.</summary>
    public int WaitingPerPerson { get; set; } = 3;

    /// <summary>How many questions of apps one person gets in an hour, answered or not: nobody is worn down into a yes.</summary>
    public int PerPersonAndHour { get; set; } = 10;

    internal IEnumerable<ValidationResult> Validate()
    {
        if (Lifetime < TimeSpan.FromSeconds(30) || Lifetime > TimeSpan.FromMinutes(10))
        {
            yield return new ValidationResult("OpenId:CrossDevice:Lifetime must lie between 30 seconds and 10 minutes.", [nameof(Lifetime)]);
        }

        if (Interval is < 1 or > 60 || WaitingPerClient < 1 || WaitingPerAddress < 1 || WaitingPerPerson < 1 || PerPersonAndHour < 1)
        {
            yield return new ValidationResult("OpenId:CrossDevice: Interval must lie between 1 and 60 seconds, and something must be allowed to wait.", [nameof(Interval)]);
        }
    }
}
