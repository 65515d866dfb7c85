namespace AuthHub.OpenId.Consents;

/// <summary>The stored consents.</summary>
public interface IConsents
{
    Task<Consent?> FindAsync(string subject, string clientId, CancellationToken cancellationToken);

    Task<IReadOnlyList<Consent>> OfAsync(string subject, CancellationToken cancellationToken);

    /// <summary>Adds these scopes and resources to what she agreed to before.</summary>
    Task GiveAsync(Consent consent, CancellationToken cancellationToken);

    /// <summary>Takes the consent back and ends every authorization that rests on it (law L19). False when there was none of either.</summary>
    Task<bool> RevokeAsync(string subject, string clientId, DateTimeOffset now, CancellationToken cancellationToken);
}
