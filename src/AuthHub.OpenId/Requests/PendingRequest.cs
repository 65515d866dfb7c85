namespace AuthHub.OpenId.Requests;

/// <summary>An authorization request that waits for a person: all of it, so that it can go on after she was asked, in any tab, on any server.</summary>
/// <param name="RequestId">Random, given when it first arrived.</param>
/// <param name="RequestedAt">When that was.</param>
/// <param name="Parameters">The parameters as they came, each at most once.</param>
/// <param name="Expired">True when it is older than a person may take; renew it to go on.</param>
public sealed record PendingRequest(Guid RequestId, DateTimeOffset RequestedAt, IReadOnlyDictionary<string, string> Parameters, bool Expired)
{
    /// <summary>Under which hash the client had pushed it (<see cref="PushedRequest.Hash"/>); null where the browser brought it.</summary>
    public byte[]? PushedHash { get; init; }

    /// <summary>Whether its client signed it (RFC 9101).</summary>
    public bool Signed { get; init; }

    /// <summary>The asking client; it was known when the request was sealed.</summary>
    public string ClientId => Parameters.GetValueOrDefault("client_id") ?? "";

    /// <summary>Where the answer will go; it was registered when the request was sealed.</summary>
    public string RedirectUri => Parameters.GetValueOrDefault("redirect_uri") ?? "";
}
