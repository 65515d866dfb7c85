using System.ComponentModel.DataAnnotations;
using AuthHub.OpenId.Outgoing;

namespace AuthHub.OpenId.Assertions;

/// <summary>
/// Somebody whose word about people is taken in place of a sign-in here (RFC 7523 section 2.1); configuration <c>OpenId:TrustedIssuers</c>. Whatever
/// is not named is refused.
/// </summary>
public sealed class TrustedIssuer
{
    /// <summary>The <c>iss</c> of its assertions.</summary>
    public string Issuer { get; set; } = "";

    /// <summary>Where it publishes its keys.</summary>
    public string? JwksUri { get; set; }

    /// <summary>A file with its keys as a JWK set, where it publishes none.</summary>
    public string? JwksFile { get; set; }

    /// <summary>The apps that may bring its assertions.</summary>
    public IList<string> Clients { get; } = [];

    /// <summary>The scopes it may vouch for.</summary>
    public IList<string> Scopes { get; } = [];

    /// <summary>The level of assurance its word stands for; apps and roles that demand more are not reached with it.</summary>
    public string Acr { get; set; } = "";

    /// <summary>The people it may speak of: its <c>sub</c> to the username here.</summary>
    public IDictionary<string, string> Subjects { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>True where its <c>sub</c> is the username here, for everybody.</summary>
    public bool SubjectsAreUsernames { get; set; }

    internal IEnumerable<ValidationResult> Validate(IEnumerable<string> levels)
    {
        if (Issuer.Length == 0 || Clients.Count == 0 || Scopes.Count == 0 || (Subjects.Count == 0 && !SubjectsAreUsernames))
        {
            yield return new ValidationResult("OpenId:TrustedIssuers: each needs Issuer, Clients, Scopes, and Subjects or SubjectsAreUsernames.");
        }

        if (JwksUri is null == JwksFile is null || (JwksUri is not null && GuardedHttp.WhyNot(JwksUri) is not null) || (JwksFile is not null && !File.Exists(JwksFile)))
        {
            yield return new ValidationResult("OpenId:TrustedIssuers: each needs either JwksUri, an https address, or JwksFile, a file that is there.");
        }

        if (!levels.Contains(Acr))
        {
            yield return new ValidationResult($"OpenId:TrustedIssuers: Acr must be one of: {string.Join(", ", levels)}.");
        }
    }
}
