namespace AuthHub.OpenId.Resources;

/// <summary>An API that takes access tokens of this server, by the name clients ask for it with (RFC 8707 section 2).</summary>
public sealed class Resource
{
    private const int LongestIndicator = 500;

    /// <summary>An absolute URI without fragment; becomes the token's <c>aud</c>.</summary>
    public required string Indicator { get; set; }

    /// <summary>What can be permitted there; a token for it carries no other scopes. Empty where it knows none.</summary>
    public List<string> Scopes { get; set; } = [];

    /// <summary>Why it cannot be registered, one sentence per fault.</summary>
    public IEnumerable<string> Faults()
    {
        if (Indicator.Length > LongestIndicator || Indicator.AsSpan().ContainsAnyExceptInRange('!', '~') || Indicator.Contains('#', StringComparison.Ordinal) || !Uri.TryCreate(Indicator, UriKind.Absolute, out _) || Indicator.StartsWith('/'))
        {
            yield return $"indicator must be an absolute URI in ASCII without fragment, of at most {LongestIndicator} characters.";
        }

        if (Scopes.Exists(scope => Tokens.ScopeList.Read(scope) is not [var one] || one != scope || Tokens.Scopes.All.Contains(scope)))
        {
            yield return "scopes must be words as RFC 6749 section 3.3 allows them, and none of OpenID Connect.";
        }
    }
}
