using System.Text.Json;

namespace Helpdesk.SignIn;

/// <summary>Where AuthHub's endpoints are, as its discovery document says (OpenID Connect Discovery 1.0 section 3),
/// and whether authorization answers must carry <c>iss</c> (RFC 9207 section 3).</summary>
public sealed record ProviderMetadata(
    string Issuer, string AuthorizationEndpoint, string TokenEndpoint, string UserInfoEndpoint, string JwksUri, string? EndSessionEndpoint, bool AnswersNameIssuer)
{
    public static ProviderMetadata Read(JsonElement json, string issuer)
    {
        // Discovery section 4.3: the document must name exactly the issuer it was asked of.
        if (!string.Equals(json.Text("issuer"), issuer, StringComparison.Ordinal))
        {
            throw new SignInException(SignInProblem.BadAnswer, "The discovery document names another issuer.");
        }

        return new ProviderMetadata(
            issuer,
            Required("authorization_endpoint"),
            Required("token_endpoint"),
            Required("userinfo_endpoint"),
            Required("jwks_uri"),
            Optional("end_session_endpoint"),
            json.IsTrue("authorization_response_iss_parameter_supported"));

        string Required(string name) =>
            Optional(name) ?? throw new SignInException(SignInProblem.BadAnswer, $"The discovery document has no usable {name}.");

        string? Optional(string name) => json.Text(name) is { } url && IsUsable(url, issuer) ? url : null;
    }

    // An issuer that speaks https never sends us to plain http.
    private static bool IsUsable(string url, string issuer) =>
        Uri.TryCreate(url, UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && new Uri(issuer).Scheme == Uri.UriSchemeHttp))
        && uri.Fragment.Length == 0;
}
