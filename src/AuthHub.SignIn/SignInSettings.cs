using System.ComponentModel.DataAnnotations;

namespace AuthHub.SignIn;

/// <summary>Times and limits of signing in; configuration section <c>SignIn</c>.</summary>
public sealed class SignInSettings
{
    /// <summary>The name people see where no app is concerned.</summary>
    [Required, StringLength(64, MinimumLength = 1)]
    public string ProductName { get; set; } = "AuthHub";

    /// <summary>Whom to ask: shown on every page of the sign-in.</summary>
    [Required]
    public string HelpText { get; set; } = "Ask the help desk of your organisation.";

    /// <summary>Address of a page that helps; where set, <see cref="HelpText"/> is a link to it, and security mails name it.</summary>
    [Url]
    public string? HelpLink { get; set; }

    /// <summary>Mail address of the help desk; shown as a link where set.</summary>
    [EmailAddress]
    public string? HelpEmail { get; set; }

    /// <summary>A sign-in nobody works on ends after this time (S-004).</summary>
    [Range(typeof(TimeSpan), "00:01:00", "02:00:00")]
    public TimeSpan RunIdle { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>A sign-in ends after this time in any case.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "04:00:00")]
    public TimeSpan RunLifetime { get; set; } = TimeSpan.FromHours(1);

    /// <summary>A session nobody uses ends after this time (NIST SP 800-63B section 2.2.3).</summary>
    [Range(typeof(TimeSpan), "00:01:00", "1.00:00:00")]
    public TimeSpan SessionIdle { get; set; } = TimeSpan.FromHours(1);

    /// <summary>A session ends after this time in any case.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "7.00:00:00")]
    public TimeSpan SessionLifetime { get; set; } = TimeSpan.FromHours(24);

    /// <summary>How fresh a proof must be to change authenticators or anything in the console (S-027).</summary>
    [Range(typeof(TimeSpan), "00:01:00", "01:00:00")]
    public TimeSpan FreshProof { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>Second-factor attempts of one person in one <see cref="AttemptWindow"/> (S-012).</summary>
    [Range(1, 100)]
    public int AttemptsPerWindow { get; set; } = 5;

    [Range(typeof(TimeSpan), "00:00:10", "01:00:00")]
    public TimeSpan AttemptWindow { get; set; } = TimeSpan.FromSeconds(100);

    /// <summary>Failures in a row that lock an authenticator (S-013).</summary>
    [Range(3, 100)]
    public int FailuresToLock { get; set; } = 10;

    /// <summary>Wrong passwords for one person from one network in one <see cref="PasswordWindow"/>; strangers elsewhere do not use them up.</summary>
    [Range(1, 1000)]
    public int PasswordsPerNetwork { get; set; } = 10;

    /// <summary>Wrong passwords for one person from all unknown browsers together in one <see cref="PasswordWindow"/>.</summary>
    [Range(1, 10000)]
    public int PasswordsPerPerson { get; set; } = 60;

    [Range(typeof(TimeSpan), "00:00:10", "1.00:00:00")]
    public TimeSpan PasswordWindow { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>What roles demand beyond the ordinary.</summary>
    public Dictionary<string, RolePolicy> Roles { get; } = new(StringComparer.Ordinal);
}
