using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using AuthHub.OpenId.Endpoints.Authorization;
using AuthHub.OpenId.Requests;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace AuthHub.OpenId.SessionManagement;

/// <summary>Writes <c>session_state</c>, by which an app's page later asks the frame whether anything changed (OpenID Session Management sections 2 and 3.2).</summary>
internal sealed class SessionStates(IOptions<OpenIdSettings> settings)
{
    private const int SaltBytes = 16;

    /// <summary>Null where it is off, where no ID token was asked for, and for apps that are no pages.</summary>
    public string? Write(HttpContext context, AuthorizationRequest request, Guid session)
    {
        if (!settings.Value.SessionManagement || request.ResponseType == ResponseType.None || !request.Scopes.Contains(Tokens.Scopes.OpenId) || !request.RedirectUri.StartsWith("http", StringComparison.Ordinal))
        {
            return null;
        }

        var state = BrowserState.Show(context, settings.Value.Issuer, session);
        var salt = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SaltBytes));
        return $"{Hash(request.Client.ClientId, Clients.RedirectUris.OriginOf(request.RedirectUri), state, salt)}.{salt}";
    }

    /// <summary>The same that the frame's script computes.</summary>
    internal static string Hash(string clientId, string origin, string browserState, string salt) =>
        Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes($"{clientId} {origin} {browserState} {salt}")));
}
