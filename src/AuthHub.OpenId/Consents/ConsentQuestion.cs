using AuthHub.OpenId.Details;

namespace AuthHub.OpenId.Consents;

/// <summary>What the consent page shows: who asks, where the answer goes, and for what.</summary>
/// <param name="RequestId">Identifies the request the yes will be for.</param>
/// <param name="ClientId">The asking client.</param>
/// <param name="ClientName">Its name; text of strangers, to be escaped.</param>
/// <param name="IsUnverified">True when it registered itself and no administrator has looked at it (attack CLI-12).</param>
/// <param name="ClientUri">Its home page, if registered.</param>
/// <param name="LogoUri">Its picture, if registered.</param>
/// <param name="PolicyUri">Where it says what it does with data, if registered.</param>
/// <param name="TosUri">Its terms, if registered.</param>
/// <param name="RedirectHost">Host (or scheme of an app) the answer goes to; tells look-alikes apart.</param>
/// <param name="RedirectOrigin">The source expression a content security policy needs in <c>form-action</c> to let the answer pass.</param>
/// <param name="Scopes">Exactly what a yes will allow.</param>
/// <param name="Resources">The services at which it will be allowed, by the names their administrators gave them; empty for AuthHub alone.</param>
/// <param name="Details">What it will be allowed beside the scopes, this once; empty for nothing.</param>
/// <param name="Expired">True when the request is too old and has to be renewed.</param>
public sealed record ConsentQuestion(Guid RequestId, string ClientId, string ClientName, bool IsUnverified, string? ClientUri, string? LogoUri, string? PolicyUri, string? TosUri, string RedirectHost, string RedirectOrigin, IReadOnlyList<string> Scopes, IReadOnlyList<string> Resources, IReadOnlyList<DetailWords> Details, bool Expired);
