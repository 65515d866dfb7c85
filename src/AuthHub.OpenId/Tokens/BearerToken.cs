using AuthHub.OpenId.Errors;
using Microsoft.AspNetCore.Http;

namespace AuthHub.OpenId.Tokens;

/// <summary>The access token of a request: in the Authorization header and nowhere else (RFC 6750 section 2.1, RFC 9700 section 4.3.2).</summary>
internal static class BearerToken
{
    private const string Scheme = "Bearer ";

    public static string Of(HttpRequest request)
    {
        var header = request.Headers.Authorization;
        if (header.Count != 1 || header[0] is not { } value || !value.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            throw ProtocolError.InvalidToken.Because("no single bearer header");
        }

        return request.Query.ContainsKey("access_token") ? throw ProtocolError.InvalidToken.Because("token in the query as well") : value[Scheme.Length..];
    }
}
