using AuthHub.OpenId.Requests;

namespace AuthHub.OpenId.Clients;

/// <summary>An app that asks for tokens (RFC 6749 section 1.1), with the metadata of RFC 7591 section 2 that this server knows.</summary>
public sealed class Client
{
    public required string ClientId { get; init; }

    /// <summary>SHA-256 of the secret; null for public clients.</summary>
    public byte[]? SecretHash { get; set; }

    /// <summary>SHA-256 of the token with which the app manages its own registration (RFC 7592); null where administrators do.</summary>
    public byte[]? RegistrationTokenHash { get; set; }

    /// <summary>The secret itself, sealed; only where assertions are signed with it (<c>client_secret_jwt</c>).</summary>
    public byte[]? SealedSecret { get; set; }

    /// <summary>What people read on the consent page.</summary>
    public required string Name { get; set; }

    public List<string> RedirectUris { get; set; } = [];

    public List<string> PostLogoutRedirectUris { get; set; } = [];

    /// <summary><c>web</c> or <c>native</c>; only native apps may vary the port of a loopback redirect URI (RFC 8252 section 7.3).</summary>
    public string ApplicationType { get; set; } = ApplicationTypes.Web;

    /// <summary>One of <see cref="ClientAuthenticationMethods"/>; no other method is accepted from this client.</summary>
    public string TokenEndpointAuthMethod { get; set; } = ClientAuthenticationMethods.Basic;

    public List<string> GrantTypes { get; set; } = [OpenId.Grants.GrantTypes.AuthorizationCode];

    /// <summary>The scopes it may ask for.</summary>
    public List<string> Scopes { get; set; } = [];

    /// <summary>A confidential client may be exempted one by one (RFC 7636, OAuth 2.1); public clients never are.</summary>
    public bool RequirePkce { get; set; } = true;

    /// <summary>False for the organisation's own apps: people are not asked whether they may have what they need.</summary>
    public bool ConsentRequired { get; set; } = true;

    /// <summary>RS256 (default, as OpenID Connect Core section 15.1 wants), ES256 or PS256.</summary>
    public string IdTokenSignedResponseAlg { get; set; } = "RS256";

    /// <summary>The level of assurance this app demands of everybody, such as <c>medium</c>; read by the sign-in half.</summary>
    public string? Demand { get; set; }

    public string? ClientUri { get; set; }

    public string? LogoUri { get; set; }

    public List<string> Contacts { get; set; } = [];

    /// <summary>Everything that only one feature reads.</summary>
    public ClientMetadata Metadata { get; set; } = new();

    public bool Disabled { get; set; }

    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>A public client has no secret; whoever presents its name may be somebody else.</summary>
    public bool IsPublic => TokenEndpointAuthMethod == ClientAuthenticationMethods.None;

    /// <summary>Whether it knows people by subjects of its own (OpenID Connect Core section 8.1).</summary>
    public bool IsPairwise => Metadata.SubjectType == SubjectTypes.Pairwise;

    public bool MayUse(string grantType) => GrantTypes.Contains(grantType);

    /// <summary>Whether tokens with this audience are meant for it: its own id, or a resource it answers for.</summary>
    public bool IsMeantBy(string audience) => audience == ClientId || Metadata.ResourceIndicators?.Contains(audience) == true;

    /// <summary>Whether it may ask for this answer (OpenID Connect Registration section 2; code where nothing was said).</summary>
    public bool MayAsk(ResponseType type) => Metadata.ResponseTypes?.Contains(type.Name) ?? (type == ResponseType.Code && MayUse(OpenId.Grants.GrantTypes.AuthorizationCode));
}
