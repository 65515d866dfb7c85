using AuthHub.SignIn.Authenticators;
using AuthHub.SignIn.Methods;
using Microsoft.Extensions.Options;

namespace AuthHub.SignIn.Throttling;

/// <summary>
/// Counts attempts before they are judged (law L9). Strangers to the password only slow down, per person and network;
/// wrong second factors come from somebody who knows the password, so they stop that authenticator.
/// </summary>
public sealed class AttemptLimits(IThrottle throttle, IAuthenticators authenticators, IOptions<SignInSettings> settings)
{
    /// <summary>One password attempt for whoever is meant by <paramref name="who"/> (a user id, or a canonical identifier nobody has).</summary>
    /// <param name="who">Whose password it would be.</param>
    /// <param name="address">Where the attempt comes from.</param>
    /// <param name="knownBrowser">Whether this browser completed a sign-in of that person before: then attempts by strangers do not stop it.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public async Task<ThrottleAnswer> CountPasswordAsync(string who, string? address, bool knownBrowser, CancellationToken cancellationToken)
    {
        var near = await throttle.CountAsync(NearKey(who, address, knownBrowser), settings.Value.PasswordsPerNetwork, settings.Value.PasswordWindow, cancellationToken);
        return !near.Allowed || knownBrowser
            ? near
            : await throttle.CountAsync($"password:{who}", settings.Value.PasswordsPerPerson, settings.Value.PasswordWindow, cancellationToken);
    }

    public Task ClearPasswordAsync(string who, string? address, bool knownBrowser, CancellationToken cancellationToken) =>
        throttle.ClearAsync(NearKey(who, address, knownBrowser), cancellationToken);

    /// <summary>One second-factor attempt of a person; null when it may be judged.</summary>
    public async Task<Outcome?> CountSecondFactorAsync(Guid user, Guid authenticator, CancellationToken cancellationToken)
    {
        var window = await throttle.CountAsync($"second-factor:{user:N}", settings.Value.AttemptsPerWindow, settings.Value.AttemptWindow, cancellationToken);
        return !window.Allowed ? new Outcome.Wait(window.RetryAfter)
            : !await authenticators.CountAttemptAsync(authenticator, settings.Value.FailuresToLock, cancellationToken) ? new Outcome.Locked()
            : null;
    }

    /// <summary>Whether this failure, counted on top of what was read, locks the authenticator.</summary>
    public bool Locks(Authenticator authenticator) => authenticator.Failures + 1 >= settings.Value.FailuresToLock;

    private static string NearKey(string who, string? address, bool knownBrowser) =>
        knownBrowser ? $"password:{who}:known" : $"password:{who}:{NetworkKey.Of(address)}";
}
