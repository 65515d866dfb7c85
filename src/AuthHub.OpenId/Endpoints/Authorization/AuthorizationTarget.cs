using System.Text;
using AuthHub.OpenId.Errors;
using Microsoft.AspNetCore.Http;

namespace AuthHub.OpenId.Endpoints.Authorization;

/// <summary>Where and how an authorization request is answered. It exists only once client and redirect URI are known good (RFC 9700 section 4.11).</summary>
public sealed class AuthorizationTarget(string issuer, string redirectUri, string responseMode, string? state)
{
    public const string Query = "query";
    public const string FormPost = "form_post";

    public static IReadOnlyList<string> ResponseModes { get; } = [Query, FormPost];

    /// <summary>The successful answer (RFC 6749 section 4.1.2).</summary>
    public IResult Grant(string code) => Answer([new("code", code)]);

    /// <summary>The answer that refuses (RFC 6749 section 4.1.2.1).</summary>
    public IResult Refuse(ProtocolError error) => Answer([new("error", error.Code), new("error_description", error.Sentence)]);

    private IResult Answer(List<KeyValuePair<string, string>> parameters)
    {
        if (state is not null)
        {
            parameters.Add(new("state", state));
        }

        // RFC 9207 section 2: the issuer in every answer, against mix-up.
        parameters.Add(new("iss", issuer));
        return responseMode == FormPost ? new FormPostResult(redirectUri, parameters) : new RedirectResult(AddToQuery(redirectUri, parameters));
    }

    internal static string AddToQuery(string uri, IEnumerable<KeyValuePair<string, string>> parameters)
    {
        var target = new StringBuilder(uri);
        var separator = uri.Contains('?', StringComparison.Ordinal) ? '&' : '?';
        foreach (var (name, value) in parameters)
        {
            target.Append(separator).Append(name).Append('=').Append(Uri.EscapeDataString(value));
            separator = '&';
        }

        return target.ToString();
    }
}
