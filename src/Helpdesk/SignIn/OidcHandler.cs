using System.Net;
using System.Net.Http.Headers;
using System.Security.Claims;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Helpdesk.Hosting;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OAuth;
using Microsoft.Extensions.Options;

namespace Helpdesk.SignIn;

/// <summary>Signs people in at AuthHub: discovery, code flow with PKCE, nonce, and an ID token that is checked before it is believed.</summary>
internal sealed class OidcHandler(
    IOptionsMonitor<OidcOptions> options, ILoggerFactory logger, UrlEncoder encoder, BackChannel channel, Discovery discovery, ProviderKeys keys)
    : OAuthHandler<OidcOptions>(options, logger, encoder)
{
    /// <summary>The property of a challenge that asks for a level.</summary>
    public const string AcrValues = "acr_values";

    private static readonly string[] AnswerParameters = ["state", "code", "iss", "error"];

    /// <summary>Sends the browser to AuthHub, if AuthHub is there.</summary>
    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        // What was posted is gone after the round trip, so the way back leads to the page itself.
        var asked = HttpMethods.IsGet(Request.Method) ? OriginalPath + Request.QueryString.Value : OriginalPath.Value;
        properties.RedirectUri = ReturnUrl.OrHome(properties.RedirectUri ?? asked);
        try
        {
            var metadata = await discovery.FreshAsync(Context.RequestAborted);
            var request = AuthorizationRequest.Begin(properties, Options, BuildRedirectUri(Options.CallbackPath));
            properties.IssuedUtc = TimeProvider.GetUtcNow();
            GenerateCorrelationId(properties);
            Response.Redirect(request.UrlAt(metadata.AuthorizationEndpoint, Options.StateDataFormat.Protect(properties)));
        }
        catch (SignInException failure)
        {
            Fault.Report(Context, failure.Problem, properties.RedirectUri);
        }
    }

    /// <summary>Takes AuthHub's answer.</summary>
    protected override async Task<HandleRequestResult> HandleRemoteAuthenticateAsync()
    {
        var properties = Options.StateDataFormat.Unprotect(Request.Query["state"]);
        try
        {
            if (properties is null || AnswerParameters.Any(name => Request.Query[name].Count > 1) || IsTooLate(properties))
            {
                throw new SignInException(SignInProblem.ForgedState, "The answer belongs to no sign-in of ours, or is too late.");
            }

            // RFC 9207 section 2.4: the issuer is compared before anything else of the answer is used.
            var metadata = await discovery.KnownAsync(Context.RequestAborted);
            var issuer = Request.Query["iss"];
            if (issuer.Count == 0 ? metadata.AnswersNameIssuer : issuer != metadata.Issuer)
            {
                throw new SignInException(SignInProblem.WrongIssuer, "The answer names another issuer.");
            }

            return await base.HandleRemoteAuthenticateAsync();
        }
        catch (SignInException failure)
        {
            return HandleRequestResult.Fail(failure, properties);
        }
    }

    /// <summary>Redeems the code at the token endpoint (RFC 6749 section 4.1.3).</summary>
    protected override async Task<OAuthTokenResponse> ExchangeCodeAsync(OAuthCodeExchangeContext context)
    {
        var metadata = await discovery.KnownAsync(Context.RequestAborted);
        var answer = await channel.PostAsync(
            metadata.TokenEndpoint,
            ClientCredentials(),
            [
                new("grant_type", "authorization_code"),
                new("code", context.Code),
                new("redirect_uri", context.RedirectUri),
                new("code_verifier", AuthorizationRequest.VerifierOf(context.Properties)),
            ],
            Context.RequestAborted);

        // RFC 6749 section 5.1 and OpenID Connect Core 1.0 section 3.1.3.3
        if (string.IsNullOrEmpty(answer.Text("access_token")) || string.IsNullOrEmpty(answer.Text("id_token"))
            || !string.Equals(answer.Text("token_type"), "Bearer", StringComparison.OrdinalIgnoreCase))
        {
            throw new SignInException(SignInProblem.BadAnswer, "The token answer lacks a token.");
        }

        return OAuthTokenResponse.Success(JsonDocument.Parse(answer.GetRawText()));
    }

    /// <summary>Checks who signed in, and begins the session.</summary>
    protected override async Task<AuthenticationTicket> CreateTicketAsync(
        ClaimsIdentity identity, AuthenticationProperties properties, OAuthTokenResponse tokens)
    {
        var idToken = tokens.Response!.RootElement.Text("id_token")!;
        var metadata = await discovery.KnownAsync(Context.RequestAborted);
        var claims = await VerifyAsync(idToken, new IdTokenRules(
            metadata.Issuer, Options.ClientId, AuthorizationRequest.NonceOf(properties), tokens.AccessToken!, TimeProvider.GetUtcNow()));

        // OpenID Connect Core 1.0 section 5.3.2: userinfo must speak of the same person.
        var userInfo = await channel.GetAsync(metadata.UserInfoEndpoint, tokens.AccessToken, Context.RequestAborted);
        if (!string.Equals(userInfo.Text("sub"), claims.Text("sub"), StringComparison.Ordinal))
        {
            throw new SignInException(SignInProblem.TokenRejected, "Userinfo speaks of another person.");
        }

        var person = Person.Read(claims, userInfo);
        if (person.Level < Levels.Parse(properties.Items.TryGetValue(AcrValues, out var asked) ? asked : null))
        {
            throw new SignInException(SignInProblem.LevelNotReached, "The level that was asked for was not reached.");
        }

        await SessionCookie.EndAsync(Context);
        var session = SessionCookie.Begin(properties.RedirectUri, AuthorizationRequest.NewSecret(), idToken, claims.Text("sid"));
        return new AuthenticationTicket(person.ToPrincipal(Scheme.Name), session, Scheme.Name);
    }

    private async Task<JsonElement> VerifyAsync(string idToken, IdTokenRules rules)
    {
        var token = SignedToken.Read(idToken);
        var key = await keys.FindAsync(token.KeyId, token.Algorithm, Context.RequestAborted);
        if (key?.Verify(token.Algorithm, token.Signed, token.Signature) != true)
        {
            throw new SignInException(SignInProblem.TokenRejected, "ID token: no key of AuthHub's made its signature.");
        }

        rules.Check(token.Claims);
        return token.Claims;
    }

    // RFC 6749 section 2.3.1: id and secret are form-encoded before they are joined.
    private AuthenticationHeaderValue ClientCredentials() => new(
        "Basic", Convert.ToBase64String(Encoding.ASCII.GetBytes(WebUtility.UrlEncode(Options.ClientId) + ":" + WebUtility.UrlEncode(Options.ClientSecret))));

    private bool IsTooLate(AuthenticationProperties properties) =>
        properties.IssuedUtc is not { } begun || TimeProvider.GetUtcNow() - begun > Options.RemoteAuthenticationTimeout;
}
