using AuthHub.Jose;
using AuthHub.OpenId.Audit;
using AuthHub.OpenId.Authorizations;
using AuthHub.OpenId.Clients;
using AuthHub.OpenId.Endpoints.Authorization;
using AuthHub.OpenId.Errors;
using AuthHub.OpenId.Requests;
using AuthHub.OpenId.Resources;
using AuthHub.OpenId.Tokens;
using Microsoft.Extensions.Options;

namespace AuthHub.OpenId.Grants;

/// <summary>
/// A person's access token for another one, narrower and no longer lived (RFC 8693). Who acts for her is written into it, unless an operator
/// named the client as one that may act as her; and it dies with what it was made from.
/// </summary>
internal sealed class TokenExchangeGrant(
    AccessTokens tokens, ClientCatalog clients, IAuthorizations authorizations, LiveCheck live, CodeIssuer issuer, IProtocolAudit audit, TimeProvider clock, IOptions<OpenIdSettings> settings) : IGrant
{
    public async Task<TokenAnswer> RedeemAsync(Client client, RequestParameters parameters, Confirmation sender, CancellationToken cancellationToken)
    {
        if (client.IsPublic)
        {
            throw ProtocolError.UnauthorizedClient.Because("token exchange by a public client");
        }

        RequireTypes(parameters);
        var subject = await ReadAsync(client, parameters["subject_token"], "subject_token", sender, cancellationToken);
        RequireRight(client, subject);
        var parent = await AuthorizationOfAsync(subject, cancellationToken) ?? throw ProtocolError.InvalidRequest.Because("subject_token is a client's own, no person's");
        var (actor, actorEnds) = await ActorAsync(client, parameters, subject, sender, cancellationToken);
        var audience = await AudienceAsync(client, parameters, cancellationToken);
        var scopes = ScopesOf(client, subject, parameters["scope"]);

        var now = clock.GetUtcNow();
        var expires = Earliest(now + settings.Value.AccessTokenLifetime, subject.Expires!.Value, actorEnds);
        var child = await issuer.DeriveAsync(parent, client, scopes, expires, cancellationToken);
        var alive = await live.RequireAsync(child, ProtocolError.InvalidRequest, cancellationToken);
        var token = await tokens.WriteAsync(alive, child, new Target([audience], scopes), sender, new Exchanged(expires, actor), cancellationToken);
        await audit.WriteAsync(ProtocolAuditTypes.TokenExchanged, parent.Subject, client.ClientId, $"from {parent.ClientId}, for {audience}, {(actor is null ? "impersonation" : "acting: " + actor.Subject)}", cancellationToken);
        return new TokenAnswer(token, scopes) { IssuedTokenType = TokenTypes.AccessToken, Lifetime = expires - now };
    }

    private static void RequireTypes(RequestParameters parameters)
    {
        if (parameters["subject_token_type"] != TokenTypes.AccessToken || parameters["requested_token_type"] is not (null or TokenTypes.AccessToken))
        {
            throw ProtocolError.InvalidRequest.Because("subject_token_type missing, or a type that is not exchanged");
        }

        // Section 2.1: the type comes with the token, and not without it.
        if (parameters["actor_token_type"] != (parameters["actor_token"] is null ? null : TokenTypes.AccessToken))
        {
            throw ProtocolError.InvalidRequest.Because("actor_token and actor_token_type do not go together");
        }
    }

    /// <summary>A live access token of ours that this client may hold, with proof of its key where it is bound (section 2.2.2 has one error for all that is wrong with it).</summary>
    private async Task<JwtClaims> ReadAsync(Client client, string? token, string name, Confirmation sender, CancellationToken cancellationToken)
    {
        var claims = token is null ? null : await tokens.ReadAsync(token, cancellationToken);
        if (claims is null || !claims.Audience.Any(audience => audience == settings.Value.Issuer || audience == client.ClientId))
        {
            throw ProtocolError.InvalidRequest.Because($"{name} missing, not a valid access token, or for somebody else");
        }

        if (!Confirmation.Of(claims).IsProvedBy(sender))
        {
            throw ProtocolError.InvalidRequest.Because($"{name} bound to a key or certificate that was not proved");
        }

        var isLive = await AuthorizationOfAsync(claims, cancellationToken) is { } authorization
            ? await live.AskAsync(authorization, cancellationToken) is Liveness.Alive
            : claims.Text(AccessTokens.AuthorizationClaim) is null && claims.Id is { } id && !await authorizations.IsTokenRevokedAsync(id, cancellationToken);
        return isLive ? claims : throw ProtocolError.InvalidRequest.Because($"{name} holds no more");
    }

    /// <summary>Its own tokens, those made for it, and those of apps an operator named.</summary>
    private static void RequireRight(Client client, JwtClaims subject)
    {
        var owner = subject.Text("client_id");
        if (owner != client.ClientId && !subject.Audience.Contains(client.ClientId) && client.Metadata.TokenExchangeFrom?.Contains(owner!) != true)
        {
            throw ProtocolError.InvalidRequest.Because("subject_token of an app whose tokens this client may not exchange");
        }
    }

    private async Task<(Actor? Actor, DateTimeOffset Ends)> ActorAsync(Client client, RequestParameters parameters, JwtClaims subject, Confirmation sender, CancellationToken cancellationToken)
    {
        var before = Actor.Of(subject);
        if (parameters["actor_token"] is not { } token)
        {
            // Nobody else is named, so it is the client that acts; only one that may impersonate leaves no trace.
            return (client.Metadata.TokenExchangeImpersonate ? before : Next(client.ClientId, before), DateTimeOffset.MaxValue);
        }

        var claims = await ReadAsync(client, token, "actor_token", sender, cancellationToken);
        if (claims.Text("client_id") != client.ClientId || Actor.Of(claims) is not null)
        {
            throw ProtocolError.InvalidRequest.Because("actor_token of another client, or of somebody acting for somebody");
        }

        return (Next(claims.Subject!, before), claims.Expires!.Value);
    }

    private static Actor Next(string subject, Actor? before) =>
        (before?.Depth ?? 0) < Actor.Most ? new Actor(subject, before) : throw ProtocolError.InvalidRequest.Because("too long a chain of actors");

    private async Task<string> AudienceAsync(Client client, RequestParameters parameters, CancellationToken cancellationToken)
    {
        if (parameters["resource"] is not null)
        {
            throw ProtocolError.InvalidTarget.Because("resource in a token exchange");
        }

        var audience = parameters["audience"];
        var isOpen = audience is null || audience == settings.Value.Issuer || audience == client.ClientId
            || (client.Metadata.TokenExchangeAudiences?.Contains(audience) == true && await clients.FindAsync(audience, cancellationToken) is not null);
        return isOpen ? audience ?? settings.Value.Issuer : throw ProtocolError.InvalidTarget.Because("audience unknown, or not open to this client");
    }

    /// <summary>Never more than the token had, nor than this client may have (attack TOK-18).</summary>
    private static List<string> ScopesOf(Client client, JwtClaims subject, string? asked)
    {
        var had = (ScopeList.Read(subject.Text("scope") ?? "") ?? []).FindAll(s => client.Scopes.Contains(s) && s != Scopes.OfflineAccess);
        var scopes = asked is null ? had : ScopeList.Read(asked);
        return scopes is { Count: > 0 } && scopes.TrueForAll(had.Contains) ? scopes : throw ProtocolError.InvalidScope.Because("more scope than the token or the client has, or none");
    }

    private async Task<Authorization?> AuthorizationOfAsync(JwtClaims claims, CancellationToken cancellationToken) =>
        Guid.TryParse(claims.Text(AccessTokens.AuthorizationClaim), out var id) ? await authorizations.FindAsync(id, cancellationToken) : null;

    private static DateTimeOffset Earliest(params ReadOnlySpan<DateTimeOffset> times)
    {
        var earliest = times[0];
        foreach (var time in times)
        {
            earliest = time < earliest ? time : earliest;
        }

        return earliest;
    }
}
