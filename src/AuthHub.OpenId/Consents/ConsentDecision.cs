using AuthHub.OpenId.Endpoints.Authorization;
using AuthHub.OpenId.Subjects;

namespace AuthHub.OpenId.Consents;

/// <summary>Decides whether a person has to be asked before a client gets what it asks for.</summary>
internal sealed class ConsentDecision(IConsents consents)
{
    public async ValueTask<bool> IsNeededAsync(AuthorizationRequest request, Authentication person, CancellationToken cancellationToken)
    {
        // Details are one thing at one time, such as a payment: each request needs its own yes, whoever asks.
        var askedFor = request.Prompts.Contains("consent") || request.Details.Items.Count > 0;
        if (!request.Client.ConsentRequired && !askedFor)
        {
            return false;
        }

        if (await consents.FindAsync(person.Subject, request.Client.ClientId, cancellationToken) is not { } consent || Exceeds(request, consent))
        {
            return true;
        }

        // Who presents the name of a public client may be somebody else, so an old yes does not count (RFC 8252 section 8.6).
        return (askedFor || request.Client.IsPublic) && consent.RequestId != request.Pending.RequestId;
    }

    private static bool Exceeds(AuthorizationRequest request, Consent consent) =>
        request.ScopesToConsent.Except(consent.Scopes, StringComparer.Ordinal).Any()
        || request.Resources.Select(resource => resource.Indicator).Except(consent.Resources ?? [], StringComparer.Ordinal).Any();
}
