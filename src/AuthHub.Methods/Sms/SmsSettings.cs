using System.ComponentModel.DataAnnotations;

namespace AuthHub.Methods.Sms;

/// <summary>Settings of text messages, section <c>Methods:sms</c>.</summary>
public sealed class SmsSettings
{
    /// <summary>The host in a message's last line, so that phones fill the code in on the true page only.</summary>
    [Required]
    public string Host { get; set; } = "localhost";

    /// <summary>Beginnings of numbers messages are sent to, such as <c>+371</c>; empty for all that are not refused.</summary>
    public string[] AllowedPrefixes { get; set; } = [];

    /// <summary>Beginnings of numbers no message goes to: premium, shared-cost and satellite ranges, where every message costs dearly.</summary>
    public string[] RefusedPrefixes { get; set; } = ["+1900", "+800", "+808", "+870", "+878", "+881", "+882", "+883", "+888", "+979"];

    /// <summary>Sizes of the groups of a sign-in challenge, joined by hyphens.</summary>
    [RegularExpression("[2-5](-[2-5]){1,3}", ErrorMessage = "Methods:sms:SignInGroups must look like 3-3-3.")]
    public string SignInGroups { get; set; } = "3-3-3";

    /// <summary>Sizes of the groups of the challenge that proves a number at set-up.</summary>
    [RegularExpression("[2-5](-[2-5]){1,3}", ErrorMessage = "Methods:sms:EnrolmentGroups must look like 4-4.")]
    public string EnrolmentGroups { get; set; } = "4-4";

    /// <summary>Whether one number may serve several people, such as a couple's.</summary>
    public bool SharedNumbers { get; set; } = true;

    /// <summary>Seconds between two messages to one number.</summary>
    [Range(10, 600)]
    public int PauseSeconds { get; set; } = 30;

    [Range(1, 100)]
    public int PerNumberAndHour { get; set; } = 5;

    [Range(1, 100)]
    public int PerPersonAndHour { get; set; } = 5;

    [Range(1, 100_000)]
    public int PerNetworkAndHour { get; set; } = 20;

    /// <summary>Messages a day to numbers that begin with the same four digits.</summary>
    [Range(1, 10_000_000)]
    public int PerPrefixAndDay { get; set; } = 1_000;

    /// <summary>Messages a day of the whole installation.</summary>
    [Range(1, 10_000_000)]
    public int PerDay { get; set; } = 10_000;
}
