using System.Security.Cryptography;
using System.Text;
using AuthHub.Jose;
using AuthHub.OpenId.Clients;
using AuthHub.OpenId.Errors;
using AuthHub.OpenId.Tokens;
using Microsoft.AspNetCore.Http;

namespace AuthHub.OpenId.Registration;

/// <summary>
/// The two kinds of tokens registration knows: initial ones to register with, and one per app to manage it with (RFC 7592 section 1.2).
/// Each begins with its kind, so that neither is ever taken for the other (law L16); stored as hashes.
/// </summary>
public sealed class RegistrationTokens(IInitialAccessTokens initial, IClients clients, TimeProvider clock)
{
    private const string InitialPrefix = "ahi_";
    private const string ManagingPrefix = "ahm_";
    private const int TokenBytes = 32;

    /// <summary>A new initial access token; it is shown once. Null when the one of this id was made before.</summary>
    public async Task<string?> IssueInitialAsync(Guid id, string note, int uses, TimeSpan life, CancellationToken cancellationToken)
    {
        var (token, now) = (New(InitialPrefix), clock.GetUtcNow());
        var added = await initial.AddAsync(
            new InitialAccessToken { Id = id, TokenHash = Hash(token), Note = note, CreatedAt = now, ExpiresAt = now + life, UsesLeft = uses },
            cancellationToken);
        return added ? token : null;
    }

    /// <summary>Gives an app a new token to manage itself with, in place of the one it had; the caller stores the app.</summary>
    public static string Renew(Client client)
    {
        var token = New(ManagingPrefix);
        client.RegistrationTokenHash = Hash(token);
        return token;
    }

    /// <summary>Uses up one registration of the initial token in the request.</summary>
    internal async Task RequireInitialAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var token = TokenHeader.Read(request, TokenHeader.Bearer).Token;
        if (!token.StartsWith(InitialPrefix, StringComparison.Ordinal) || !await initial.TryUseAsync(Hash(token), clock.GetUtcNow(), cancellationToken))
        {
            throw ProtocolError.InvalidToken.Because("initial access token unknown, used up or expired");
        }
    }

    /// <summary>The app whose managing token the request carries. RFC 7592 section 2: an app that is gone, or another one's token, is a 401 like any other.</summary>
    internal async Task<Client> RequireManagingAsync(HttpRequest request, string clientId, CancellationToken cancellationToken)
    {
        var token = TokenHeader.Read(request, TokenHeader.Bearer).Token;
        var client = await clients.FindAsync(clientId, cancellationToken);
        var fits = CryptographicOperations.FixedTimeEquals(Hash(token), client?.RegistrationTokenHash ?? new byte[SHA256.HashSizeInBytes]);
        return client is { Disabled: false, RegistrationTokenHash: not null } && fits ? client : throw ProtocolError.InvalidToken.Because("registration access token does not fit");
    }

    private static string New(string prefix) => prefix + Base64UrlText.Encode(RandomNumberGenerator.GetBytes(TokenBytes));

    private static byte[] Hash(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));
}
