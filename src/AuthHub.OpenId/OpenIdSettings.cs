using System.ComponentModel.DataAnnotations;
using AuthHub.OpenId.Assertions;
using AuthHub.OpenId.CrossDevice;
using AuthHub.OpenId.Details;
using AuthHub.OpenId.Dpop;
using AuthHub.OpenId.MutualTls;
using AuthHub.OpenId.Outgoing;
using AuthHub.OpenId.Registration;
using AuthHub.OpenId.Resources;

namespace AuthHub.OpenId;

/// <summary>The settings of the OpenID half.</summary>
public sealed class OpenIdSettings : IValidatableObject
{
    /// <summary>The issuer, exactly as clients configure it: scheme, host, port and path, no trailing slash unless wanted (OpenID Connect Discovery section 3).</summary>
    [Required]
    public string Issuer { get; set; } = "";

    /// <summary>How long a code may wait to be redeemed; FAPI 2.0 section 5.3.2.1 allows a minute.</summary>
    public TimeSpan CodeLifetime { get; set; } = TimeSpan.FromSeconds(60);

    public TimeSpan AccessTokenLifetime { get; set; } = TimeSpan.FromMinutes(15);

    public TimeSpan IdTokenLifetime { get; set; } = TimeSpan.FromHours(1);

    /// <summary>The absolute life of a family of refresh tokens.</summary>
    public TimeSpan RefreshLifetime { get; set; } = TimeSpan.FromDays(30);

    /// <summary>How long the token before the live one may be presented again by a client whose answer got lost.</summary>
    public TimeSpan RefreshGrace { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a person may take from the request to the answer before the request has to be renewed.</summary>
    public TimeSpan PendingRequestLifetime { get; set; } = TimeSpan.FromMinutes(60);

    /// <summary>How long a client's browser may take to come with a pushed request; FAPI 2.0 section 5.3.2.2 wants less than ten minutes.</summary>
    public TimeSpan PushedRequestLifetime { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>How many pushed requests of one client may wait at once (law L20).</summary>
    [Range(1, 1_000_000)]
    public int PushedRequestsPerClient { get; set; } = 1_000;

    /// <summary>How often cached clients and keys are read anew when no notification comes.</summary>
    public TimeSpan CachePoll { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a key signs before the next one takes over.</summary>
    public TimeSpan KeyLifetime { get; set; } = TimeSpan.FromDays(90);

    /// <summary>The length of new RSA keys.</summary>
    [AllowedValues(2048, 3072)]
    public int RsaBits { get; set; } = 2048;

    /// <summary>How long a retired key stays published, beyond the life of its last token.</summary>
    public TimeSpan RetiredKeyStays { get; set; } = TimeSpan.FromHours(24);

    /// <summary>
    /// Whether answers carry <c>session_state</c> and apps may load a frame that compares it (OpenID Session Management). It needs a cookie
    /// that script can read; the cookie is no secret.
    /// </summary>
    public bool SessionManagement { get; set; } = true;

    /// <summary>Who may register apps by machine.</summary>
    public RegistrationAccess Registration { get; set; }

    /// <summary>Whose statements about software are believed at registration.</summary>
    public IList<SoftwareStatementIssuer> SoftwareStatementIssuers { get; } = [];

    /// <summary>How many apps may register themselves in an hour where registration is open to everybody.</summary>
    [Range(1, 100_000)]
    public int RegistrationsPerHour { get; set; } = 100;

    /// <summary>The levels of assurance discovery announces, weakest first.</summary>
    public IList<string> AcrValues { get; } = [];

    /// <summary>The languages of the pages.</summary>
    public IList<string> UiLocales { get; } = [];

    /// <summary>
    /// Whether web apps may live on this machine or in a private network (http://localhost and the like). Unset: only where AuthHub itself
    /// runs on loopback, as in the demo and in development.
    /// </summary>
    public bool? AllowLocalClients { get; set; }

    /// <summary>APIs that tokens can be asked for (RFC 8707), beside the stored ones.</summary>
    public IList<Resource> Resources { get; } = [];

    /// <summary>The types of authorization details apps may ask for (RFC 9396).</summary>
    public IList<DetailType> AuthorizationDetails { get; } = [];

    /// <summary>Requests AuthHub makes itself.</summary>
    public OutgoingSettings Outgoing { get; } = new();

    /// <summary>Client certificates.</summary>
    public MutualTlsSettings MutualTls { get; } = new();

    /// <summary>Proofs of possession.</summary>
    public DpopSettings Dpop { get; } = new();

    /// <summary>Requests answered on another device.</summary>
    public CrossDeviceSettings CrossDevice { get; } = new();

    /// <summary>Whose word about people is taken (RFC 7523); empty: nobody's.</summary>
    public IList<TrustedIssuer> TrustedIssuers { get; } = [];

    internal bool LocalClientsAllowed => AllowLocalClients ?? (Uri.TryCreate(Issuer, UriKind.Absolute, out var issuer) && issuer.IsLoopback);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!Uri.TryCreate(Issuer, UriKind.Absolute, out var uri) || uri.Scheme is not ("https" or "http") || uri.Query.Length > 0 || uri.Fragment.Length > 0)
        {
            yield return new ValidationResult("OpenId:Issuer must be an absolute http(s) address without query and fragment.", [nameof(Issuer)]);
        }
        else if (uri.Scheme == "http" && !uri.IsLoopback)
        {
            yield return new ValidationResult("OpenId:Issuer may be http only on loopback; use https.", [nameof(Issuer)]);
        }

        if (CodeLifetime <= TimeSpan.Zero || CodeLifetime > TimeSpan.FromMinutes(10))
        {
            yield return new ValidationResult("OpenId:CodeLifetime must lie between 1 second and 10 minutes.", [nameof(CodeLifetime)]);
        }

        if (PushedRequestLifetime < TimeSpan.FromSeconds(5) || PushedRequestLifetime >= TimeSpan.FromSeconds(600))
        {
            yield return new ValidationResult("OpenId:PushedRequestLifetime must lie between 5 seconds and less than 10 minutes.", [nameof(PushedRequestLifetime)]);
        }

        if (RefreshGrace < TimeSpan.Zero || RefreshGrace > TimeSpan.FromMinutes(5))
        {
            yield return new ValidationResult("OpenId:RefreshGrace must lie between 0 and 5 minutes.", [nameof(RefreshGrace)]);
        }

        if (AccessTokenLifetime <= TimeSpan.Zero || IdTokenLifetime <= TimeSpan.Zero || RefreshLifetime <= TimeSpan.Zero || PendingRequestLifetime <= TimeSpan.Zero || KeyLifetime <= TimeSpan.Zero)
        {
            yield return new ValidationResult("OpenId: every lifetime must be longer than zero.", [nameof(AccessTokenLifetime)]);
        }

        if (Outgoing.TrustedRoots is { } roots && !File.Exists(roots))
        {
            yield return new ValidationResult("OpenId:Outgoing:TrustedRoots names no file.", [nameof(Outgoing)]);
        }

        if (Outgoing.TimeLimit <= TimeSpan.Zero || Outgoing.TimeLimit > TimeSpan.FromMinutes(1) || Outgoing.DocumentLifetime <= TimeSpan.Zero || Outgoing.DocumentPause <= TimeSpan.Zero)
        {
            yield return new ValidationResult("OpenId:Outgoing: every time must be longer than zero, TimeLimit at most a minute.", [nameof(Outgoing)]);
        }

        foreach (var fault in Resources.SelectMany(resource => resource.Faults()))
        {
            yield return new ValidationResult($"OpenId:Resources: {fault}", [nameof(Resources)]);
        }

        foreach (var fault in AuthorizationDetails.Select(type => type.Fault).OfType<string>())
        {
            yield return new ValidationResult($"OpenId:AuthorizationDetails: {fault}", [nameof(AuthorizationDetails)]);
        }

        foreach (var fault in MutualTls.Validate().Concat(CrossDevice.Validate()).Concat(TrustedIssuers.SelectMany(issuer => issuer.Validate(AcrValues))).Concat(SoftwareStatementIssuers.SelectMany(issuer => issuer.Validate())))
        {
            yield return fault;
        }
    }
}
