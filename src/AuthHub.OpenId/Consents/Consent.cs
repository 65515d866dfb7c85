namespace AuthHub.OpenId.Consents;

/// <summary>A person's lasting yes to a client and the scopes she was shown (OpenID Connect Core section 3.1.2.4).</summary>
public sealed class Consent
{
    public required string Subject { get; init; }

    public required string ClientId { get; init; }

    /// <summary>Everything she has agreed to so far.</summary>
    public required List<string> Scopes { get; set; }

    /// <summary>The resources (RFC 8707) at which she has agreed to it; null for none but AuthHub.</summary>
    public List<string>? Resources { get; set; }

    /// <summary>The request she last said yes to; where a yes is needed each time, only this one counts.</summary>
    public required Guid RequestId { get; set; }

    public required DateTimeOffset GivenAt { get; set; }
}
