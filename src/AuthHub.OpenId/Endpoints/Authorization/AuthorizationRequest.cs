using AuthHub.OpenId.Clients;
using AuthHub.OpenId.Requests;
using AuthHub.OpenId.Tokens;

namespace AuthHub.OpenId.Endpoints.Authorization;

/// <summary>An authorization request while the rules read it; after the last rule every member is checked and can be trusted.</summary>
public sealed class AuthorizationRequest(PendingRequest pending, IReadOnlySet<string> repeated)
{
    public PendingRequest Pending { get; } = pending;

    /// <summary>Names that came more than once (RFC 6749 section 3.1 forbids it).</summary>
    public IReadOnlySet<string> Repeated { get; } = repeated;

    public Client Client { get; set; } = null!;

    public string RedirectUri { get; set; } = "";

    /// <summary>How to answer; set as soon as client and redirect URI are known good, and not before.</summary>
    public AuthorizationTarget Target { get; set; } = null!;

    /// <summary>Those asked for that this server knows and this client may have.</summary>
    public IReadOnlyList<string> Scopes { get; set; } = [];

    public string? CodeChallenge { get; set; }

    public IReadOnlySet<string> Prompts { get; set; } = new HashSet<string>();

    public TimeSpan? MaxAge { get; set; }

    public ClaimsRequest Claims { get; set; } = ClaimsRequest.Nothing;

    public string? HintedSubject { get; set; }

    public IReadOnlyList<string> AcrValues { get; set; } = [];

    public bool AcrEssential { get; set; }

    public IReadOnlyList<string> UiLocales { get; set; } = [];

    /// <summary>A parameter's value; null when it is missing or empty (RFC 6749 section 3.1 treats both alike).</summary>
    public string? this[string name] => Pending.Parameters.GetValueOrDefault(name) is { Length: > 0 } value ? value : null;
}
