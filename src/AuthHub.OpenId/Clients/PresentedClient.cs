using System.Text;
using AuthHub.Jose;
using AuthHub.OpenId.Errors;
using AuthHub.OpenId.Requests;
using Microsoft.AspNetCore.Http;

namespace AuthHub.OpenId.Clients;

/// <summary>Which client a request says it comes from and what it brings to prove it (RFC 6749 section 2.3, RFC 7521 section 4.2). Nothing of it is believed yet.</summary>
/// <param name="ClientId">The client named.</param>
/// <param name="Method">The method a secret came by; <c>none</c> where nothing came; null for an assertion, whose method only the registration knows.</param>
/// <param name="Credential">The secret or the assertion.</param>
internal readonly record struct PresentedClient(string ClientId, string? Method, string? Credential)
{
    private const string AssertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    public static PresentedClient Read(HttpRequest request, RequestParameters parameters)
    {
        var ways = (request.Headers.Authorization.Count > 0 ? 1 : 0)
            + (parameters["client_secret"] is not null ? 1 : 0)
            + (parameters["client_assertion"] is not null || parameters["client_assertion_type"] is not null ? 1 : 0);
        if (ways > 1)
        {
            throw ProtocolError.InvalidClient.Because("two methods of authentication at once");
        }

        return request.Headers.Authorization.Count > 0 ? OfHeader(request.Headers.Authorization.ToString(), parameters["client_id"])
            : parameters["client_assertion_type"] is { } type ? OfAssertion(type, parameters)
            : OfBody(parameters);
    }

    private static PresentedClient OfBody(RequestParameters parameters)
    {
        var id = parameters["client_id"] ?? throw ProtocolError.InvalidClient.Because("no client authentication");
        var secret = parameters["client_secret"];
        return new PresentedClient(id, secret is null ? ClientAuthenticationMethods.None : ClientAuthenticationMethods.Post, secret);
    }

    /// <summary>RFC 7523 section 3: the subject is the client; where <c>client_id</c> stands beside it, it must be the same (RFC 7521 section 4.2).</summary>
    private static PresentedClient OfAssertion(string type, RequestParameters parameters)
    {
        if (type != AssertionType || parameters["client_assertion"] is not { } assertion)
        {
            throw ProtocolError.InvalidClient.Because("client_assertion missing or of another type");
        }

        var subject = SubjectOf(assertion) ?? throw ProtocolError.InvalidClient.Because("client_assertion names no subject");
        return parameters["client_id"] is { } id && id != subject
            ? throw ProtocolError.InvalidClient.Because("client_id is not the subject of the assertion")
            : new PresentedClient(subject, null, assertion);
    }

    private static PresentedClient OfHeader(string header, string? inBody)
    {
        var basic = ReadBasic(header) ?? throw ProtocolError.InvalidClient.Because("Authorization header is not well-formed Basic");
        return inBody is null || inBody == basic.ClientId ? basic : throw ProtocolError.InvalidRequest.Because("client_id in body and header differ");
    }

    /// <summary>RFC 6749 section 2.3.1: id and secret are form-encoded before they are joined.</summary>
    private static PresentedClient? ReadBasic(string header)
    {
        const string Scheme = "Basic ";
        if (!header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var bytes = new byte[header.Length];
        if (!Convert.TryFromBase64Chars(header.AsSpan(Scheme.Length).Trim(), bytes, out var length))
        {
            return null;
        }

        var pair = Encoding.UTF8.GetString(bytes, 0, length);
        var colon = pair.IndexOf(':', StringComparison.Ordinal);
        return colon > 0 && RequestParameters.Decode(pair.AsSpan(0, colon)) is { } id && RequestParameters.Decode(pair.AsSpan(colon + 1)) is { Length: > 0 } secret
            ? new PresentedClient(id, ClientAuthenticationMethods.Basic, secret)
            : null;
    }

    /// <summary>Whose keys to look for; the signature over it is checked with those.</summary>
    private static string? SubjectOf(string assertion)
    {
        var (first, last) = (assertion.IndexOf('.', StringComparison.Ordinal), assertion.LastIndexOf('.'));
        return assertion.Length <= CompactJws.Longest && last > first && Base64UrlText.TryDecode(assertion.AsSpan(first + 1, last - first - 1), out var payload)
            ? JwtClaims.Read(payload)?.Subject
            : null;
    }
}
