using AuthHub.OpenId.Clients;
using AuthHub.OpenId.Subjects;

namespace AuthHub.OpenId.CrossDevice;

/// <summary>A request that waits for a person's answer, with the client that asks.</summary>
public sealed record CrossDeviceQuestion(CrossDeviceRequest Request, Client Client)
{
    private TimeSpan? MaxAge => Client.Metadata.DefaultMaxAge is { } seconds ? TimeSpan.FromSeconds(seconds) : null;

    /// <summary>What has to be proved before an answer counts: as much as in a browser (XDV-04).</summary>
    /// <param name="returnTo">The page that asks for the answer.</param>
    public AuthenticationQuestion ToAuthenticationQuestion(string returnTo) => new(() => "")
    {
        ReturnTo = returnTo,
        RequestId = Request.Id,
        RequestedAt = Request.RequestedAt,
        Client = Client,
        AcrValues = Request.AcrValues,
        AcrEssential = false,
        MaxAge = MaxAge,
        Prompts = new HashSet<string>(),
        LoginHint = null,
        HintedSubject = Request.Subject,
        UiLocales = [],
    };

    /// <summary>Checks the sign-in half's word once more (law L6). Null when all is well.</summary>
    internal string? WhyNot(Authentication person) =>
        Request.Subject is not null && Request.Subject != person.Subject ? "another person than the one that was asked"
        : MaxAge is { } age && person.AuthTime < Request.RequestedAt - age ? "proof older than the client allows"
        : null;
}
