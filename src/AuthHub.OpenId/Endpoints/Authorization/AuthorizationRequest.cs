using AuthHub.OpenId.Clients;
using AuthHub.OpenId.Details;
using AuthHub.OpenId.Errors;
using AuthHub.OpenId.Requests;
using AuthHub.OpenId.Resources;
using AuthHub.OpenId.Subjects;
using AuthHub.OpenId.Tokens;

namespace AuthHub.OpenId.Endpoints.Authorization;

/// <summary>An authorization request while the rules read it; after the last rule every member is checked and can be trusted.</summary>
public sealed class AuthorizationRequest(PendingRequest pending, IReadOnlySet<string> repeated)
{
    /// <summary>What is asked; until a <c>request_uri</c> is opened, what came beside it.</summary>
    public PendingRequest Pending { get; set; } = pending;

    /// <summary>True while the client itself brings the request (RFC 9126 section 2), before any browser does.</summary>
    public bool IsPushed { get; init; }

    /// <summary>Names that came more than once (RFC 6749 section 3.1 forbids it).</summary>
    public IReadOnlySet<string> Repeated { get; } = repeated;

    public Client Client { get; set; } = null!;

    public string RedirectUri { get; set; } = "";

    /// <summary>How to answer; set as soon as client and redirect URI are known good, and not before.</summary>
    public AuthorizationTarget Target { get; set; } = null!;

    public ResponseType ResponseType { get; set; } = ResponseType.Code;

    /// <summary>Those asked for that this server knows and this client may have.</summary>
    public IReadOnlyList<string> Scopes { get; set; } = [];

    /// <summary>Where its tokens are to be good (RFC 8707); empty for AuthHub alone.</summary>
    public IReadOnlyList<Resource> Resources { get; set; } = [];

    /// <summary>What is asked for beside scopes (RFC 9396).</summary>
    public AuthorizationDetails Details { get; set; } = AuthorizationDetails.None;

    /// <summary>What the person is shown: the scopes, and those behind claims asked for one by one.</summary>
    public IReadOnlyList<string> ScopesToConsent => ClaimNames.ScopesBehind(Client, Scopes, Claims);

    public string? CodeChallenge { get; set; }

    public IReadOnlySet<string> Prompts { get; set; } = new HashSet<string>();

    public TimeSpan? MaxAge { get; set; }

    public ClaimsRequest Claims { get; set; } = ClaimsRequest.Nothing;

    public string? HintedSubject { get; set; }

    public IReadOnlyList<string> AcrValues { get; set; } = [];

    public IReadOnlyList<string> UiLocales { get; set; } = [];

    /// <summary>Nobody may be asked anything.</summary>
    public bool IsSilent => Prompts.Contains("none");

    /// <summary>A parameter's value; null when it is missing or empty (RFC 6749 section 3.1 treats both alike).</summary>
    public string? this[string name] => Pending.Parameters.GetValueOrDefault(name) is { Length: > 0 } value ? value : null;

    /// <summary>The same where it came once; null also where it was repeated, before that is refused.</summary>
    public string? Once(string name) => Repeated.Contains(name) ? null : this[name];

    public AuthenticationQuestion ToQuestion(Func<string> seal) => new(seal)
    {
        RequestId = Pending.RequestId,
        RequestedAt = Pending.RequestedAt,
        Client = Client,
        AcrValues = AcrValues,
        AcrEssential = Claims.AcrEssential,
        MaxAge = MaxAge,
        Prompts = Prompts,
        LoginHint = this["login_hint"],
        HintedSubject = HintedSubject,
        UiLocales = UiLocales,
    };

    /// <summary>
    /// Checks the sign-in half's word once more against what was asked: the right person, fresh enough, strong enough. Null when all is
    /// well (law L6: in doubt, no code).
    /// </summary>
    public ProtocolException? WhyNot(Authentication person)
    {
        if (HintedSubject is not null && HintedSubject != person.Subject)
        {
            return ProtocolError.LoginRequired.Because("another person than the hinted one");
        }

        // What she proved for this request is newer than the request itself.
        var provedForThis = person.AuthTime >= Pending.RequestedAt;
        if (Prompts.Contains("login") && !provedForThis)
        {
            return ProtocolError.LoginRequired.Because("prompt=login without a new proof");
        }

        if (MaxAge is { } age && !provedForThis && person.AuthTime < Pending.RequestedAt - age)
        {
            return ProtocolError.LoginRequired.Because("proof older than max_age");
        }

        return Claims.AcrEssential && !AcrValues.Contains(person.Acr)
            ? ProtocolError.UnmetAuthenticationRequirements.Because("essential acr not reached")
            : null;
    }
}
