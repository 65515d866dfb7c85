using System.ComponentModel.DataAnnotations;

namespace AuthHub.Web.Hosting;

/// <summary>How AuthHub is reached; configuration section <c>AuthHub</c>.</summary>
public sealed class WebSettings : IValidatableObject
{
    /// <summary>The address people and apps know, which is the issuer of all tokens: scheme, host, port, nothing more. Requests to other hosts are refused.</summary>
    [Required]
    public string Issuer { get; set; } = "";

    /// <summary>Proxies (addresses or networks in CIDR form) whose <c>X-Forwarded-For</c> and <c>-Proto</c> are believed; nobody else's are.</summary>
    public IList<string> TrustedProxies { get; } = [];

    public Uri IssuerUri => new(Issuer);

    public bool IsHttps => Issuer.StartsWith("https://", StringComparison.Ordinal);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!Uri.TryCreate(Issuer, UriKind.Absolute, out var uri) || uri.GetLeftPart(UriPartial.Authority) != Issuer
            || !(uri.Scheme == "https" || (uri.Scheme == "http" && uri.IsLoopback)))
        {
            yield return new ValidationResult(
                "AuthHub:Issuer must be the https address of this server without path and trailing slash, such as https://login.example.org (http only on loopback).", [nameof(Issuer)]);
        }
    }
}
