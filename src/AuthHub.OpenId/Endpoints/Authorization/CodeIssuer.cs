using System.Security.Cryptography;
using AuthHub.Jose;
using AuthHub.OpenId.Audit;
using AuthHub.OpenId.Authorizations;
using AuthHub.OpenId.Clients;
using AuthHub.OpenId.CrossDevice;
using AuthHub.OpenId.Errors;
using AuthHub.OpenId.Grants;
using AuthHub.OpenId.Subjects;
using Microsoft.Extensions.Options;

namespace AuthHub.OpenId.Endpoints.Authorization;

/// <summary>
/// The only maker of codes (law L1): it takes a request that passed the rules and a person who proved herself for it. Every answer has its
/// stored authorization; where no code was asked for, it is born redeemed and nobody learns the code.
/// </summary>
public sealed class CodeIssuer(IAuthorizations authorizations, IProtocolAudit audit, TimeProvider clock, IOptions<OpenIdSettings> settings)
{
    public async Task<(Authorizations.Authorization Authorization, string? Code)> IssueAsync(AuthorizationRequest request, Authentication person, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var code = Base64UrlText.Encode(RandomNumberGenerator.GetBytes(32));
        var authorization = new Authorizations.Authorization
        {
            Id = Guid.CreateVersion7(now),
            Subject = person.Subject,
            ClientId = request.Client.ClientId,
            SessionId = person.SessionId,
            SecurityVersion = person.SecurityVersion,
            Scopes = [.. request.Scopes],
            Resources = request.Resources.Count > 0 ? [.. request.Resources.Select(resource => resource.Indicator)] : null,
            AuthorizationDetails = request.Details.Json,
            AuthTime = person.AuthTime,
            Acr = person.Acr,
            Amr = [.. person.Amr],
            Nonce = request["nonce"],
            ClaimsRequest = request.Claims.Json,
            CreatedAt = now,
            CodeHash = AuthorizationCodeGrant.HashOf(code),
            CodeExpiresAt = request.ResponseType.HasCode ? now + FapiProfiles.CodeLifetimeOf(request.Client, settings.Value.CodeLifetime) : now,
            CodeRedeemedAt = request.ResponseType.HasCode ? null : now,
            RedirectUri = request.RedirectUri,
            CodeChallenge = request.CodeChallenge,
            RequestHash = request.Pending.PushedHash,
            CodeDpopJkt = request["dpop_jkt"],
        };
        if (!await authorizations.AddAsync(authorization, cancellationToken))
        {
            throw ProtocolError.InvalidRequestUri.Because("the pushed request is answered already");
        }

        await audit.WriteAsync(ProtocolAuditTypes.CodeIssued, person.Subject, request.Client.ClientId, string.Join(' ', request.Scopes), cancellationToken);
        return (authorization, request.ResponseType.HasCode ? code : null);
    }

    /// <summary>Makes good the code a client already holds for a request that its person answered on another device. False when it was answered before.</summary>
    public async Task<bool> AnswerAsync(CrossDeviceRequest request, Authentication person, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var authorization = new Authorizations.Authorization
        {
            Id = Guid.CreateVersion7(now),
            Subject = person.Subject,
            ClientId = request.ClientId,
            SessionId = person.SessionId,
            SecurityVersion = person.SecurityVersion,
            Scopes = request.Scopes,
            AuthTime = person.AuthTime,
            Acr = person.Acr,
            Amr = [.. person.Amr],
            CreatedAt = now,
            CodeHash = request.Hash,
            CodeExpiresAt = request.ExpiresAt,
            RedirectUri = "",
            RequestHash = request.Hash,
        };
        if (!await authorizations.AddAsync(authorization, cancellationToken))
        {
            return false;
        }

        await audit.WriteAsync(ProtocolAuditTypes.CodeIssued, person.Subject, request.ClientId, string.Join(' ', request.Scopes), cancellationToken);
        return true;
    }

    /// <summary>What a client gets for a token of another authorization: nothing new is proved, so it holds as long as that one does. Nobody has its code.</summary>
    public Task<Authorizations.Authorization> DeriveAsync(Authorizations.Authorization parent, Client client, IReadOnlyList<string> scopes, DateTimeOffset expiresAt, CancellationToken cancellationToken) =>
        AddRedeemedAsync(client, new Authentication(parent.Subject, parent.SessionId, parent.AuthTime, parent.Acr, parent.Amr, parent.SecurityVersion), parent.Id, scopes, expiresAt, cancellationToken);

    /// <summary>What a client gets on the word of a trusted issuer: nobody sat at a browser, so there is no session.</summary>
    public Task<Authorizations.Authorization> VouchAsync(Client client, Subject subject, string acr, DateTimeOffset saidAt, IReadOnlyList<string> scopes, DateTimeOffset expiresAt, CancellationToken cancellationToken) =>
        AddRedeemedAsync(client, new Authentication(subject.Sub, Guid.Empty, saidAt, acr, [], subject.SecurityVersion), null, scopes, expiresAt, cancellationToken);

    private async Task<Authorizations.Authorization> AddRedeemedAsync(Client client, Authentication person, Guid? parent, IReadOnlyList<string> scopes, DateTimeOffset expiresAt, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var authorization = new Authorizations.Authorization
        {
            Id = Guid.CreateVersion7(now),
            Subject = person.Subject,
            ClientId = client.ClientId,
            SessionId = person.SessionId,
            SecurityVersion = person.SecurityVersion,
            Scopes = [.. scopes],
            AuthTime = person.AuthTime,
            Acr = person.Acr,
            Amr = [.. person.Amr],
            CreatedAt = now,
            CodeHash = RandomNumberGenerator.GetBytes(SHA256.HashSizeInBytes),
            CodeExpiresAt = expiresAt,
            CodeRedeemedAt = now,
            RedirectUri = "",
            ParentId = parent,
        };
        await authorizations.AddAsync(authorization, cancellationToken);
        return authorization;
    }
}
