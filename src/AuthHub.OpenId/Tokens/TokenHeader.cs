using AuthHub.OpenId.Errors;
using Microsoft.AspNetCore.Http;

namespace AuthHub.OpenId.Tokens;

/// <summary>The token of a request: in the Authorization header and nowhere else (RFC 6750 section 2.1, RFC 9700 section 4.3.2).</summary>
internal static class TokenHeader
{
    public const string Bearer = "Bearer";
    public const string Dpop = "DPoP";

    /// <summary>The token and the one of the schemes it came by; refuses every other request.</summary>
    public static (string Scheme, string Token) Read(HttpRequest request, params ReadOnlySpan<string> schemes)
    {
        if (request.Headers.Authorization is { Count: 1 } header && !request.Query.ContainsKey("access_token"))
        {
            foreach (var scheme in schemes)
            {
                if (header[0]!.StartsWith(scheme + " ", StringComparison.OrdinalIgnoreCase))
                {
                    return (scheme, header[0]![(scheme.Length + 1)..]);
                }
            }
        }

        throw ProtocolError.InvalidToken.Because("no single header with a token, or a token in the query");
    }
}
