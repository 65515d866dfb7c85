namespace AuthHub.OpenId.SignOut;

/// <summary>The telling of one app that one session has ended (OpenID Back-Channel Logout section 2.5), from the first attempt to the last.</summary>
public sealed class LogoutDelivery
{
    public required Guid Id { get; init; }

    public required Guid SessionId { get; init; }

    public required string ClientId { get; init; }

    /// <summary>The person as <see cref="Authorizations.Authorization.Subject"/> knows her.</summary>
    public required string Subject { get; init; }

    /// <summary>When the end of the session was noticed.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>How often the app was asked, answered or not.</summary>
    public int Attempts { get; set; }

    public DateTimeOffset? LastAttemptAt { get; set; }

    /// <summary>What came of the last attempt, in a few words.</summary>
    public string? LastAnswer { get; set; }

    /// <summary>When it is to be tried again; null once it is delivered or given up.</summary>
    public DateTimeOffset? NextAttemptAt { get; set; }

    public DateTimeOffset? DeliveredAt { get; set; }

    public bool IsGivenUp => DeliveredAt is null && NextAttemptAt is null;
}
