using System.Text.Json;

namespace AuthHub.OpenId.Tokens;

/// <summary>The <c>claims</c> parameter (OpenID Connect Core section 5.5): single claims asked for, apart from scopes.</summary>
public sealed class ClaimsRequest
{
    private const int MostClaims = 64;

    private ClaimsRequest(string? json, IReadOnlySet<string> idToken, IReadOnlySet<string> userInfo)
    {
        Json = json;
        IdToken = idToken;
        UserInfo = userInfo;
    }

    public static ClaimsRequest Nothing { get; } = new(null, new HashSet<string>(), new HashSet<string>());

    /// <summary>As it came, for the authorization to keep.</summary>
    public string? Json { get; }

    /// <summary>Names wanted in the ID token.</summary>
    public IReadOnlySet<string> IdToken { get; }

    /// <summary>Names wanted from userinfo.</summary>
    public IReadOnlySet<string> UserInfo { get; }

    /// <summary>The one subject that will do, if it was named.</summary>
    public string? Subject { get; private init; }

    /// <summary>Levels asked for by <c>acr</c> in <c>id_token</c>.</summary>
    public IReadOnlyList<string> AcrValues { get; private init; } = [];

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
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 8, AllowDuplicateProperties = false });
            var root = document.RootElement;
            return root.ValueKind == JsonValueKind.Object && Names(root, "id_token") is { } idToken && Names(root, "userinfo") is { } userInfo
                ? WithDemands(root, json, idToken, userInfo)
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static ClaimsRequest? WithDemands(JsonElement root, string json, HashSet<string> idToken, HashSet<string> userInfo)
    {
        var subjects = Values(root, "sub");
        var levels = Values(root, "acr");
        return subjects is null || levels is null || subjects.Count > 1 ? null : new ClaimsRequest(json, idToken, userInfo)
        {
            Subject = subjects.Count == 1 ? subjects[0] : null,
            AcrValues = levels,
            AcrEssential = levels.Count > 0 && Entry(root, "acr") is { } acr && acr.TryGetProperty("essential", out var essential) && essential.ValueKind == JsonValueKind.True,
        };
    }

    private static HashSet<string>? Names(JsonElement root, string member)
    {
        if (!root.TryGetProperty(member, out var claims) || claims.ValueKind == JsonValueKind.Null)
        {
            return [];
        }

        if (claims.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var claim in claims.EnumerateObject())
        {
            if (claim.Value.ValueKind is not (JsonValueKind.Null or JsonValueKind.Object) || names.Count == MostClaims)
            {
                return null;
            }

            names.Add(claim.Name);
        }

        return names;
    }

    private static JsonElement? Entry(JsonElement root, string claim) =>
        root.TryGetProperty("id_token", out var claims) && claims.ValueKind == JsonValueKind.Object && claims.TryGetProperty(claim, out var entry) && entry.ValueKind == JsonValueKind.Object ? entry : null;

    private static List<string>? Values(JsonElement root, string claim)
    {
        if (Entry(root, claim) is not { } entry)
        {
            return [];
        }

        List<JsonElement> values = [];
        if (entry.TryGetProperty("value", out var one))
        {
            values.Add(one);
        }

        if (entry.TryGetProperty("values", out var several))
        {
            if (several.ValueKind != JsonValueKind.Array)
            {
                return null;
            }

            values.AddRange(several.EnumerateArray());
        }

        return values.TrueForAll(v => v.ValueKind == JsonValueKind.String) ? values.ConvertAll(v => v.GetString()!) : null;
    }
}
