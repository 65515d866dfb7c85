using AuthHub.OpenId.Assertions;
using AuthHub.OpenId.Audit;
using AuthHub.OpenId.Authorizations;
using AuthHub.OpenId.Clients;
using AuthHub.OpenId.Consents;
using AuthHub.OpenId.Endpoints.Authorization;
using AuthHub.OpenId.Errors;
using AuthHub.OpenId.Requests;
using AuthHub.OpenId.Resources;
using AuthHub.OpenId.Subjects;
using AuthHub.OpenId.Tokens;
using Microsoft.Extensions.Options;

namespace AuthHub.OpenId.Grants;

/// <summary>
/// The word of a trusted issuer for an access token (RFC 7523 section 2.1). It stands for the level the administrator gave that issuer, so
/// apps and people of whom more is demanded are out of reach; nobody can be asked, so a consent must be there already.
/// </summary>
internal sealed class JwtBearerGrant(
    GrantAssertions assertions, ISubjectNames names, ISubjects subjects, IConsents consents, CodeIssuer issuer, LiveCheck live, Targets targets, AccessTokens tokens, IProtocolAudit audit, TimeProvider clock, IOptions<OpenIdSettings> settings) : IGrant
{
    public async Task<TokenAnswer> RedeemAsync(Client client, RequestParameters parameters, Confirmation sender, CancellationToken cancellationToken)
    {
        if (client.IsPublic)
        {
            throw ProtocolError.UnauthorizedClient.Because("jwt-bearer from a public client");
        }

        var assertion = parameters["assertion"] ?? throw ProtocolError.InvalidRequest.Because("assertion missing");
        var (trusted, claims, reason) = await assertions.ReadAsync(client, assertion, cancellationToken);
        if (trusted is null || claims is null)
        {
            throw ProtocolError.InvalidGrant.Because(reason!);
        }

        var scopes = ScopesOf(client, trusted, parameters["scope"]);
        var target = await targets.OfAsync([], scopes, parameters["resource"], cancellationToken);
        var subject = await PersonAsync(client, trusted, claims.Subject!, cancellationToken);
        if (client.ConsentRequired && (await consents.FindAsync(subject.Sub, client.ClientId, cancellationToken) is not { } consent || scopes.Except(consent.Scopes, StringComparer.Ordinal).Any()))
        {
            throw ProtocolError.InvalidGrant.Because("the person has not agreed to this");
        }

        if (!await assertions.TryUseAsync(claims, cancellationToken))
        {
            throw ProtocolError.InvalidGrant.Because("assertion used before");
        }

        var now = clock.GetUtcNow();
        var authorization = await issuer.VouchAsync(client, subject, trusted.Acr, claims.IssuedAt ?? now, scopes, now + settings.Value.AccessTokenLifetime, cancellationToken);
        await audit.WriteAsync(ProtocolAuditTypes.AssertionAccepted, subject.Sub, client.ClientId, $"by {trusted.Issuer}: {string.Join(' ', scopes)}", cancellationToken);
        var alive = await live.RequireAsync(authorization, ProtocolError.InvalidGrant, cancellationToken);
        return new TokenAnswer(await tokens.WriteAsync(alive, authorization, target, sender, cancellationToken), target.Scopes);
    }

    /// <summary>What client and issuer both may have; never what outlives the token.</summary>
    private static List<string> ScopesOf(Client client, TrustedIssuer trusted, string? asked)
    {
        var open = client.Scopes.FindAll(s => trusted.Scopes.Contains(s) && s != Scopes.OfflineAccess);
        var scopes = asked is null ? open : ScopeList.Read(asked);
        return scopes is { Count: > 0 } && scopes.TrueForAll(open.Contains) ? scopes : throw ProtocolError.InvalidScope.Because("more scope than client or issuer may have, or none");
    }

    private async Task<Subject> PersonAsync(Client client, TrustedIssuer trusted, string said, CancellationToken cancellationToken)
    {
        var username = trusted.Subjects.TryGetValue(said, out var mapped) ? mapped : trusted.SubjectsAreUsernames ? said : null;
        var sub = username is null ? null : await names.FindByUsernameAsync(username, cancellationToken);
        var subject = sub is null ? null : await subjects.FindAsync(new SubjectQuestion(sub, Guid.Empty, trusted.Acr, client.Demand), cancellationToken);
        return subject switch
        {
            null or { Active: false } => throw ProtocolError.InvalidGrant.Because("sub is nobody here, or disabled"),
            { DemandMet: false } => throw ProtocolError.InvalidGrant.Because("more is demanded than the issuer's word stands for"),
            _ => subject,
        };
    }
}
