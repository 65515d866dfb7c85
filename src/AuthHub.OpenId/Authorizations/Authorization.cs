namespace AuthHub.OpenId.Authorizations;

/// <summary>
/// One sign-in's permission for one client: the root of its code, refresh and access tokens. The code and the one live refresh token are
/// columns of the same row, so consuming one and making the next is a single statement (laws L8, L17); revoking the row kills the family.
/// </summary>
public sealed class Authorization
{
    public required Guid Id { get; init; }

    public required string Subject { get; init; }

    public required string ClientId { get; init; }

    /// <summary>Empty where nobody sat at a browser.</summary>
    public required Guid SessionId { get; init; }

    /// <summary>The person's security version at the time (law L11).</summary>
    public required int SecurityVersion { get; init; }

    public required List<string> Scopes { get; init; }

    /// <summary>The resources its access tokens may be for (RFC 8707); null for AuthHub alone.</summary>
    public List<string>? Resources { get; init; }

    /// <summary>What was permitted beside scopes (RFC 9396), already checked.</summary>
    public string? AuthorizationDetails { get; init; }

    public required DateTimeOffset AuthTime { get; init; }

    public required string Acr { get; init; }

    public required List<string> Amr { get; init; }

    public string? Nonce { get; init; }

    /// <summary>The <c>claims</c> parameter as it came, already checked.</summary>
    public string? ClaimsRequest { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>SHA-256 of the code.</summary>
    public required byte[] CodeHash { get; init; }

    public required DateTimeOffset CodeExpiresAt { get; init; }

    public DateTimeOffset? CodeRedeemedAt { get; init; }

    /// <summary>Where the code was sent; must be named again when it is redeemed (RFC 6749 section 4.1.3). Empty where no browser carried it.</summary>
    public required string RedirectUri { get; init; }

    /// <summary>S256 challenge; null only for confidential clients exempted from PKCE.</summary>
    public string? CodeChallenge { get; init; }

    /// <summary>The request this answers (<see cref="Requests.PushedRequest.Hash"/>, <see cref="CrossDevice.CrossDeviceRequest.Hash"/>); unique, so that each is answered once (law L8).</summary>
    public byte[]? RequestHash { get; init; }

    /// <summary>The key whose owner alone may redeem the code (RFC 9449 section 10).</summary>
    public string? CodeDpopJkt { get; init; }

    /// <summary>SHA-256 of the part that all refresh tokens of this family share, by which the family is found.</summary>
    public byte[]? RefreshFamilyHash { get; init; }

    /// <summary>SHA-256 of the live refresh token.</summary>
    public byte[]? RefreshHash { get; init; }

    /// <summary>SHA-256 of the refresh token before it, good only for a repeat within the grace.</summary>
    public byte[]? RefreshPreviousHash { get; init; }

    /// <summary>With the previous token in hand, makes the live one again: the answer to a repeat is the same token.</summary>
    public byte[]? RefreshSalt { get; init; }

    public DateTimeOffset? RefreshRotatedAt { get; init; }

    /// <summary>The absolute end of the family.</summary>
    public DateTimeOffset? RefreshExpiresAt { get; init; }

    /// <summary>What its refresh tokens keep demanding of who uses them, see <see cref="Tokens.Confirmation.ForFamily"/>.</summary>
    public string? RefreshConfirmation { get; init; }

    /// <summary>The authorization whose token was exchanged for this one's (RFC 8693): it dies with that.</summary>
    public Guid? ParentId { get; init; }

    public DateTimeOffset? RevokedAt { get; init; }

    /// <summary>Whether a session of the person's is behind it; else it stands on its own, for as long as its one token lives.</summary>
    public bool HasSession => SessionId != Guid.Empty;

    /// <summary>Offline access outlives the session; everything else ends with it (OpenID Connect Core section 11).</summary>
    public bool IsOffline => Scopes.Contains(Tokens.Scopes.OfflineAccess);
}
