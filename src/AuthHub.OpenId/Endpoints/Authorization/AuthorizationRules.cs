using System.Globalization;
using AuthHub.OpenId.Clients;
using AuthHub.OpenId.Details;
using AuthHub.OpenId.Dpop;
using AuthHub.OpenId.Errors;
using AuthHub.OpenId.Grants;
using AuthHub.OpenId.Requests;
using AuthHub.OpenId.Resources;
using AuthHub.OpenId.Subjects;
using AuthHub.OpenId.Tokens;
using Microsoft.Extensions.Options;

namespace AuthHub.OpenId.Endpoints.Authorization;

/// <summary>The rules an authorization request passes, in this order. Until client and redirect URI hold, nobody is known who could be answered.</summary>
public sealed class AuthorizationRules
{
    /// <summary>All parameters together; what is sealed into our own addresses must fit there.</summary>
    private const int MostBytes = 5_600;

    private readonly IReadOnlyList<Rule> _rules;

    private readonly ClientCatalog _clients;

    private readonly RequestUris _requestUris;

    private readonly RequestObjects _requestObjects;

    private readonly IdTokens _idTokens;

    private readonly ClientSubjects _subjects;

    private readonly Targets _targets;

    private readonly OpenIdSettings _settings;

    public AuthorizationRules(ClientCatalog clients, RequestUris requestUris, RequestObjects requestObjects, IdTokens idTokens, ClientSubjects subjects, Targets targets, IOptions<OpenIdSettings> settings)
    {
        _clients = clients;
        _requestUris = requestUris;
        _requestObjects = requestObjects;
        _idTokens = idTokens;
        _subjects = subjects;
        _targets = targets;
        _settings = settings.Value;
        _rules =
        [
            ClientIsKnownAsync,
            RequestUriIsOpenedAsync,
            RequestObjectIsOpenedAsync,
            Plain(RedirectUriIsRegistered),
            Plain(ResponseModeIsOffered),
            Plain(ParametersComeOnce),
            Plain(RequestFits),
            Plain(CameAsRegistered),
            Plain(RegistrationIsOff),
            Plain(ResponseTypeIsRegistered),
            Plain(ScopesAreAllowed),
            ResourcesAreOpenAsync,
            Plain(DetailsFitTheirTypes),
            Plain(PkceIsStrong),
            Plain(NonceIsThere),
            Plain(DpopKeyIsAThumbprint),
            Plain(PromptsMakeSense),
            Plain(MaxAgeIsANumber),
            Plain(ClaimsAreWellFormed),
            IdTokenHintIsOursAsync,
            Plain(PreferencesAreRead),
        ];
    }

    private delegate ValueTask Rule(AuthorizationRequest request, CancellationToken cancellationToken);

    public static IReadOnlyList<string> PromptsOffered { get; } = ["none", "login", "consent", "select_account"];

    /// <summary>Takes the request through all rules; throws at the first that does not hold.</summary>
    public async ValueTask CheckAsync(AuthorizationRequest request, CancellationToken cancellationToken)
    {
        foreach (var rule in _rules)
        {
            await rule(request, cancellationToken);
        }
    }

    private static Rule Plain(Action<AuthorizationRequest> rule) => (request, _) =>
    {
        rule(request);
        return ValueTask.CompletedTask;
    };

    private async ValueTask ClientIsKnownAsync(AuthorizationRequest request, CancellationToken cancellationToken)
    {
        if (request.Repeated.Contains("client_id") || request["client_id"] is not { } id)
        {
            throw ProtocolError.UnknownClient.Because("client_id missing or repeated");
        }

        request.Client = await _clients.FindAsync(id, cancellationToken) ?? throw ProtocolError.UnknownClient.Because("client unknown or disabled", id);
    }

    private async ValueTask RequestUriIsOpenedAsync(AuthorizationRequest request, CancellationToken cancellationToken)
    {
        if (request["request_uri"] is null || request.IsPushed)
        {
            return;
        }

        // Until it is open, a refusal may go to an address beside it, if that is registered; then only what is inside counts (RFC 9101 section 6.3).
        request.Target = TargetOf(request)!;
        request.Pending = await _requestUris.OpenAsync(request, cancellationToken);
        request.Target = null!;
    }

    private async ValueTask RequestObjectIsOpenedAsync(AuthorizationRequest request, CancellationToken cancellationToken)
    {
        if (request["request"] is null)
        {
            return;
        }

        request.Target = TargetOf(request)!;
        var text = request.Once("request") ?? throw ProtocolError.InvalidRequest.Because("request repeated", request.Client.ClientId);
        var (parameters, reason) = await _requestObjects.ReadAsync(request.Client, text, cancellationToken);
        request.Pending = request.Pending with { Parameters = parameters ?? throw ProtocolError.InvalidRequestObject.Because(reason!, request.Client.ClientId), Signed = true };
        request.Target = null!;
    }

    private void RedirectUriIsRegistered(AuthorizationRequest request)
    {
        // RFC 9700 section 2.1; always named, also where only one is registered (OpenID Connect Core section 3.1.2.1).
        request.Target = TargetOf(request) ?? throw ProtocolError.UnknownRedirectUri.Because("redirect_uri missing, repeated or not registered", request.Client.ClientId);
        request.RedirectUri = request["redirect_uri"]!;
    }

    private AuthorizationTarget? TargetOf(AuthorizationRequest request)
    {
        if (request.Once("redirect_uri") is not { } uri || !RedirectUris.Allows(request.Client, uri))
        {
            return null;
        }

        var mode = ResponseModes.Choose(request.Client, request.Once("response_type"), request.Once("response_mode")) ?? ResponseModes.DefaultOf(request.Once("response_type"));
        return new AuthorizationTarget(_settings.Issuer, request.Client, uri, mode, request.Once("state"));
    }

    private static void ResponseModeIsOffered(AuthorizationRequest request)
    {
        if (ResponseModes.Choose(request.Client, request["response_type"], request["response_mode"]) is null)
        {
            throw ProtocolError.InvalidRequest.Because("response_mode unknown, not for this response_type, or not for this client");
        }
    }

    private static void ParametersComeOnce(AuthorizationRequest request)
    {
        if (request.Repeated.Count > 0)
        {
            throw ProtocolError.InvalidRequest.Because("repeated parameter");
        }
    }

    private static void RequestFits(AuthorizationRequest request)
    {
        var bytes = 0;
        foreach (var (name, value) in request.Pending.Parameters)
        {
            bytes += System.Text.Encoding.UTF8.GetByteCount(name) + System.Text.Encoding.UTF8.GetByteCount(value);
        }

        if (bytes > MostBytes)
        {
            throw ProtocolError.RequestTooLong.Because("request too long");
        }
    }

    private static void CameAsRegistered(AuthorizationRequest request)
    {
        // RFC 9126 section 5. What a browser brings cannot pretend: where a request came from is sealed with it.
        if (request.Client.Metadata.RequirePushedAuthorizationRequests && !request.IsPushed && request.Pending.PushedHash is null)
        {
            throw ProtocolError.InvalidRequest.Because("this client has to push its requests");
        }

        // RFC 9101 section 10.5.
        if (request.Client.Metadata.RequireSignedRequestObject && !request.Pending.Signed)
        {
            throw ProtocolError.InvalidRequest.Because("this client has to sign its requests");
        }

        if (request.Pending is { PushedHash: not null, Expired: true })
        {
            throw ProtocolError.InvalidRequestUri.Because("the person took too long over a pushed request");
        }
    }

    private static void RegistrationIsOff(AuthorizationRequest request)
    {
        if (request["registration"] is not null)
        {
            throw ProtocolError.RegistrationNotSupported.Because("registration");
        }
    }

    private static void ResponseTypeIsRegistered(AuthorizationRequest request)
    {
        var words = request["response_type"] ?? throw ProtocolError.InvalidRequest.Because("response_type missing");
        request.ResponseType = ResponseType.Find(words) ?? throw ProtocolError.UnsupportedResponseType.Because("response_type not offered");
        if (!request.Client.MayAsk(request.ResponseType))
        {
            throw ProtocolError.UnauthorizedClient.Because("response_type not registered for this client");
        }
    }

    private static void ScopesAreAllowed(AuthorizationRequest request)
    {
        if (request["scope"] is null && request["authorization_details"] is not null && !request.ResponseType.HasIdToken)
        {
            // RFC 9396 section 3: what is asked for may be said there alone.
            return;
        }

        request.Scopes = RequestedScopes.Require(request.Client, request["scope"]);
        if (request.ResponseType.HasIdToken && !request.Scopes.Contains(Scopes.OpenId))
        {
            throw ProtocolError.InvalidScope.Because("an ID token needs the scope openid");
        }
    }

    private async ValueTask ResourcesAreOpenAsync(AuthorizationRequest request, CancellationToken cancellationToken)
    {
        request.Resources = await _targets.ReadAsync(request.Client, request["resource"], cancellationToken);
        request.Scopes = Targets.Narrow(request.Resources, request.Scopes);
    }

    private void DetailsFitTheirTypes(AuthorizationRequest request) =>
        request.Details = AuthorizationDetails.Read(request["authorization_details"], request.Client, _settings.AuthorizationDetails);

    private static void PkceIsStrong(AuthorizationRequest request)
    {
        request.CodeChallenge = Pkce.ReadChallenge(request["code_challenge"], request["code_challenge_method"]);
        if (request.CodeChallenge is null && request.ResponseType.HasCode && (request.Client.RequirePkce || request.Client.IsPublic))
        {
            throw ProtocolError.InvalidRequest.Because("code_challenge missing");
        }
    }

    private static void NonceIsThere(AuthorizationRequest request)
    {
        // OpenID Connect Core sections 3.2.2.1 and 3.3.2.11: what comes by redirect must be tied to the request.
        if (request.ResponseType.HasIdToken && request["nonce"] is null)
        {
            throw ProtocolError.InvalidRequest.Because("nonce missing");
        }
    }

    private static void DpopKeyIsAThumbprint(AuthorizationRequest request) => DpopProofs.RequireThumbprint(request["dpop_jkt"]);

    private static void PromptsMakeSense(AuthorizationRequest request)
    {
        var prompts = (request["prompt"] ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries).ToHashSet(StringComparer.Ordinal);
        if (!prompts.IsSubsetOf(PromptsOffered))
        {
            // Initiating User Registration section 4.1: a value that is not announced, such as create, is answered here with 400 and not by redirect.
            request.Target = null!;
            throw ProtocolError.InvalidRequest.Because("prompt unknown", request.Client.ClientId);
        }

        if (prompts.Contains("none") && prompts.Count > 1)
        {
            throw ProtocolError.InvalidRequest.Because("prompt none beside others");
        }

        request.Prompts = prompts;
    }

    private static void MaxAgeIsANumber(AuthorizationRequest request)
    {
        request.MaxAge = request.Client.Metadata.DefaultMaxAge is { } usual ? TimeSpan.FromSeconds(usual) : null;
        if (request["max_age"] is { } text)
        {
            request.MaxAge = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
                ? TimeSpan.FromSeconds(seconds)
                : throw ProtocolError.InvalidRequest.Because("max_age is not a number of seconds");
        }
    }

    private static void ClaimsAreWellFormed(AuthorizationRequest request) =>
        request.Claims = ClaimsRequest.Read(request["claims"]) ?? throw ProtocolError.InvalidRequest.Because("claims malformed");

    private async ValueTask IdTokenHintIsOursAsync(AuthorizationRequest request, CancellationToken cancellationToken)
    {
        request.HintedSubject = request.Claims.Subject is { } named
            ? _subjects.Meant(request.Client, named) ?? throw ProtocolError.LoginRequired.Because("claims name a sub this client never saw")
            : null;
        if (request["id_token_hint"] is { } hint)
        {
            var claims = await _idTokens.ReadHintAsync(hint, cancellationToken) ?? throw ProtocolError.InvalidRequest.Because("id_token_hint is not ours");

            // The subject inside is the one its audience knows her by.
            var subject = await _clients.FindAsync(claims.Audience[0], cancellationToken) is { } audience ? _subjects.Meant(audience, claims.Subject!) : null;
            if (subject is null || (request.HintedSubject is not null && request.HintedSubject != subject))
            {
                throw ProtocolError.InvalidRequest.Because("id_token_hint is of a client that is gone, or names another than claims");
            }

            request.HintedSubject = subject;
        }
    }

    private static void PreferencesAreRead(AuthorizationRequest request)
    {
        // An acr in the claims parameter is the stronger word (OpenID Connect Core section 5.5.1.1).
        request.AcrValues = request.Claims.AcrValues.Count > 0 ? request.Claims.AcrValues
            : request["acr_values"] is { } values ? Words(values) : request.Client.Metadata.DefaultAcrValues ?? [];
        request.UiLocales = Words(request["ui_locales"]);
    }

    private static string[] Words(string? text) => text?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [];
}
