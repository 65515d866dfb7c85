using System.ComponentModel.DataAnnotations;
using System.Text;
using AuthHub.Jose;
using AuthHub.OpenId.Outgoing;

namespace AuthHub.OpenId.Registration;

/// <summary>Somebody whose word about software is believed (RFC 7591 section 2.3); configuration <c>OpenId:SoftwareStatementIssuers:0</c> and so on.</summary>
public sealed class SoftwareStatementIssuer
{
    /// <summary>Its name, as <c>iss</c> has it.</summary>
    public string Issuer { get; set; } = "";

    /// <summary>Its public keys as a JWK set (RFC 7517 section 5), used for nothing but such statements; this or <see cref="JwksUri"/>.</summary>
    public string? Jwks { get; set; }

    /// <summary>The https address where it publishes them.</summary>
    public string? JwksUri { get; set; }

    internal IEnumerable<ValidationResult> Validate()
    {
        if (Issuer.Length == 0 || (Jwks is null) == (JwksUri is null))
        {
            yield return new ValidationResult("OpenId:SoftwareStatementIssuers: each needs an Issuer and one of Jwks and JwksUri.");
        }

        if (Jwks is not null && JsonWebKeySet.Read(Encoding.UTF8.GetBytes(Jwks)) is not JsonWebKeySetVerdict.Accepted)
        {
            yield return new ValidationResult("OpenId:SoftwareStatementIssuers: a Jwks is no set of good public keys.");
        }

        if (JwksUri is not null && GuardedHttp.WhyNot(JwksUri) is { } reason)
        {
            yield return new ValidationResult($"OpenId:SoftwareStatementIssuers: a JwksUri {reason}.");
        }
    }
}
