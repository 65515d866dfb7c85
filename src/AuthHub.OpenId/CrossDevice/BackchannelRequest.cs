using System.Buffers;
using System.Globalization;
using AuthHub.OpenId.Clients;
using AuthHub.OpenId.Errors;
using AuthHub.OpenId.Tokens;

namespace AuthHub.OpenId.CrossDevice;

/// <summary>What an authentication request asks (CIBA Core section 7.1), checked.</summary>
internal sealed record BackchannelRequest(List<string> Scopes, List<string> AcrValues, string? BindingMessage, string? NotificationToken, TimeSpan? Expiry, string? LoginHint, string? IdTokenHint)
{
    private const int LongestToken = 1024;

    /// <summary>128 bits, as section 7.1 wants, in the 64 letters it may have.</summary>
    private const int ShortestToken = 22;

    private const int LongestHint = 254;

    private static readonly string[] Hints = ["login_hint", "id_token_hint", "login_hint_token"];

    /// <summary>RFC 6750 section 2.1.</summary>
    private static readonly SearchValues<char> TokenCharacters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~+/=");

    /// <summary>Refuses what the specification refuses, with its error.</summary>
    public static BackchannelRequest Read(Client client, Func<string, string?> parameter)
    {
        var scopes = RequestedScopes.Require(client, parameter("scope"));
        if (!scopes.Contains(Tokens.Scopes.OpenId))
        {
            throw ProtocolError.InvalidScope.Because("scope openid missing");
        }

        if (Hints.Count(name => parameter(name) is not null) != 1)
        {
            throw ProtocolError.InvalidRequest.Because("not exactly one hint");
        }

        if (parameter("login_hint_token") is not null)
        {
            throw ProtocolError.UnknownUserId.Because("nothing here can check a login_hint_token");
        }

        if (parameter("login_hint") is { } hint && (hint.Length > LongestHint || hint.Any(char.IsControl)))
        {
            throw ProtocolError.UnknownUserId.Because("login_hint malformed");
        }

        return parameter("binding_message") is { } message && !CrossDevice.BindingMessage.IsPlain(message)
            ? throw ProtocolError.InvalidBindingMessage.Because("binding_message too long or not plain")
            : new BackchannelRequest(
                scopes, RequestedLevels.Of(client, parameter("acr_values")), parameter("binding_message"), TokenOf(client, parameter("client_notification_token")),
                ExpiryOf(parameter("requested_expiry")), parameter("login_hint"), parameter("id_token_hint"));
    }

    private static string? TokenOf(Client client, string? token)
    {
        if (client.Metadata.BackchannelTokenDeliveryMode == DeliveryModes.Poll)
        {
            return null;
        }

        return token is { Length: >= ShortestToken and <= LongestToken } && !token.AsSpan().ContainsAnyExcept(TokenCharacters) && !token.TrimEnd('=').Contains('=', StringComparison.Ordinal)
            ? token
            : throw ProtocolError.InvalidRequest.Because("client_notification_token missing, too short, too long or malformed");
    }

    private static TimeSpan? ExpiryOf(string? text) =>
        text is null ? null
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds > 0 ? TimeSpan.FromSeconds(seconds)
        : throw ProtocolError.InvalidRequest.Because("requested_expiry is no positive number");
}
