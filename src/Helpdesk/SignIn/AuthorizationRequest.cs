using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.WebUtilities;

namespace Helpdesk.SignIn;

/// <summary>One question to AuthHub; its secrets travel sealed in <c>state</c>, which only the browser that asked can bring back.</summary>
internal sealed class AuthorizationRequest
{
    private const string VerifierItem = "code_verifier";
    private const string NonceItem = "nonce";
    private readonly Dictionary<string, string?> parameters;

    private AuthorizationRequest(Dictionary<string, string?> parameters) => this.parameters = parameters;

    public static AuthorizationRequest Begin(AuthenticationProperties properties, OidcOptions options, string redirectUri)
    {
        var verifier = properties.Items[VerifierItem] = NewSecret();
        properties.Items[NonceItem] = NewSecret();

        // OpenID Connect Core 1.0 section 3.1.2.1, RFC 7636 section 4.3
        var parameters = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["response_type"] = "code",
            ["client_id"] = options.ClientId,
            ["redirect_uri"] = redirectUri,
            ["scope"] = string.Join(' ', options.Scope),
            ["nonce"] = properties.Items[NonceItem],
            ["code_challenge"] = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(verifier))),
            ["code_challenge_method"] = "S256",
        };
        if (properties.Items.TryGetValue(OidcHandler.AcrValues, out var levels) && levels is not null)
        {
            parameters[OidcHandler.AcrValues] = levels;
        }

        return new AuthorizationRequest(parameters);
    }

    public static string VerifierOf(AuthenticationProperties properties) => Secret(properties, VerifierItem);

    public static string NonceOf(AuthenticationProperties properties) => Secret(properties, NonceItem);

    /// <summary>256 random bits.</summary>
    public static string NewSecret() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    public string UrlAt(string endpoint, string state)
    {
        parameters["state"] = state;
        return QueryHelpers.AddQueryString(endpoint, parameters);
    }

    private static string Secret(AuthenticationProperties properties, string name) =>
        properties.Items.TryGetValue(name, out var value) && !string.IsNullOrEmpty(value)
            ? value
            : throw new SignInException(SignInProblem.ForgedState, $"The state carries no {name}.");
}
