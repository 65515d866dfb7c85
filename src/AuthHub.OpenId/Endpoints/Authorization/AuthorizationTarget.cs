using System.Text;
using AuthHub.OpenId.Clients;
using AuthHub.OpenId.Errors;
using AuthHub.OpenId.Requests;
using Microsoft.AspNetCore.Http;

namespace AuthHub.OpenId.Endpoints.Authorization;

/// <summary>Where and how an authorization request is answered. It exists only once client and redirect URI are known good (RFC 9700 section 4.11).</summary>
public sealed class AuthorizationTarget(string issuer, Client client, string redirectUri, string responseMode, string? state)
{
    public string? State { get; } = state;

    /// <summary>The successful answer (RFC 6749 section 4.1.2): whatever of the two was asked for, and what the app's page may watch the session by.</summary>
    public IResult Grant(string? code, string? idToken, string? sessionState)
    {
        List<KeyValuePair<string, string>> parameters = [];
        if (code is not null)
        {
            parameters.Add(new("code", code));
        }

        if (idToken is not null)
        {
            parameters.Add(new("id_token", idToken));
        }

        if (sessionState is not null)
        {
            parameters.Add(new("session_state", sessionState));
        }

        return Answer(parameters);
    }

    /// <summary>The answer that refuses (RFC 6749 section 4.1.2.1).</summary>
    public IResult Refuse(ProtocolError error) => Answer([new("error", error.Code), new("error_description", error.Sentence)]);

    private IResult Answer(List<KeyValuePair<string, string>> parameters)
    {
        if (State is not null)
        {
            parameters.Add(new("state", State));
        }

        if (ResponseModes.IsSigned(responseMode))
        {
            // The issuer is inside.
            return new SignedResponse(client, parameters, Carry);
        }

        // RFC 9207 section 2: the issuer in every answer, against mix-up.
        parameters.Add(new("iss", issuer));
        return Carry(parameters);
    }

    private IResult Carry(IReadOnlyList<KeyValuePair<string, string>> parameters) => ResponseModes.CarrierOf(responseMode) switch
    {
        ResponseModes.FormPost => new FormPostResult(redirectUri, parameters),
        ResponseModes.Fragment => new RedirectResult(Add(redirectUri, '#', parameters)),
        _ => new RedirectResult(AddToQuery(redirectUri, parameters)),
    };

    internal static string AddToQuery(string uri, IEnumerable<KeyValuePair<string, string>> parameters) =>
        Add(uri, uri.Contains('?', StringComparison.Ordinal) ? '&' : '?', parameters);

    private static string Add(string uri, char separator, IEnumerable<KeyValuePair<string, string>> parameters)
    {
        var target = new StringBuilder(uri);
        foreach (var (name, value) in parameters)
        {
            target.Append(separator).Append(name).Append('=').Append(Uri.EscapeDataString(value));
            separator = '&';
        }

        return target.ToString();
    }
}
