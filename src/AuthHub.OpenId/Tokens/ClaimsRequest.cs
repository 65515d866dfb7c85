using System.Text.Json;

namespace AuthHub.OpenId.Tokens;

/// <summary>The <c>claims</c> parameter (OpenID Connect Core section 5.5): single claims asked for, apart from scopes.</summary>
public sealed class ClaimsRequest
{
    private ClaimsRequest(string? json, RequestedClaims idToken, RequestedClaims userInfo)
    {
        Json = json;
        IdToken = idToken;
        UserInfo = userInfo;
    }

    public static ClaimsRequest Nothing { get; } = new(null, RequestedClaims.None, RequestedClaims.None);

    /// <summary>As it came, for the authorization to keep.</summary>
    public string? Json { get; }

    /// <summary>Wanted in the ID token.</summary>
    public RequestedClaims IdToken { get; }

    /// <summary>Wanted from userinfo.</summary>
    public RequestedClaims UserInfo { get; }

    /// <summary>The one subject that will do, if it was named, for either place.</summary>
    public string? Subject { get; private init; }

    /// <summary>Levels asked for by <c>acr</c> in <c>id_token</c>.</summary>
    public IReadOnlyList<string> AcrValues { get; private init; } = [];

    /// <summary>The one claim whose being essential changes the answer (section 5.5.1.1); others are never worth an error (section 5.5.1).</summary>
    public bool AcrEssential { get; private init; }

    /// <summary>Reads the parameter; null when it is not what section 5.5 describes. Unknown members are ignored, depth and number are bounded (law L20).</summary>
    public static ClaimsRequest? Read(string? json)
    {
        if (json is null)
        {
            return Nothing;
        }

        try
        {
            var root = JsonElement.Parse(json, new JsonDocumentOptions { MaxDepth = 8, AllowDuplicateProperties = false });
            return root.ValueKind == JsonValueKind.Object && RequestedClaims.Read(root, "id_token") is { } idToken && RequestedClaims.Read(root, "userinfo") is { } userInfo
                ? WithDemands(json, idToken, userInfo)
                : null;
        }
        catch (Exception malformed) when (malformed is JsonException or InvalidOperationException)
        {
            // The second is what reading half a surrogate pair throws.
            return null;
        }
    }

    private static ClaimsRequest? WithDemands(string json, RequestedClaims idToken, RequestedClaims userInfo)
    {
        if (idToken.Texts("sub") is not { } first || userInfo.Texts("sub") is not { } second || idToken.Texts("acr") is not { } levels)
        {
            return null;
        }

        var subjects = first.Union(second, StringComparer.Ordinal).ToList();
        return subjects.Count > 1 ? null : new ClaimsRequest(json, idToken, userInfo)
        {
            Subject = subjects.Count == 1 ? subjects[0] : null,
            AcrValues = levels,
            AcrEssential = levels.Count > 0 && idToken.IsEssential("acr"),
        };
    }
}
