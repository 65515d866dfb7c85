using AuthHub.OpenId.Clients;

namespace AuthHub.OpenId.Tokens;

/// <summary>Which of a person's claims go where: by scope, and one by one where the <c>claims</c> parameter names them.</summary>
public static class ClaimNames
{
    private static readonly Dictionary<string, string> ScopeOf = Scopes.Claims
        .SelectMany(scope => scope.Value.Select(claim => (claim, scope.Key)))
        .ToDictionary(pair => pair.claim, pair => pair.Key, StringComparer.Ordinal);

    /// <summary>Every claim discovery may announce.</summary>
    public static IReadOnlyCollection<string> All => ScopeOf.Keys;

    /// <summary>Claims of the granted scopes, and those named one by one whose scope this client may have.</summary>
    public static IReadOnlySet<string> For(Client client, IEnumerable<string> scopes, IReadOnlySet<string> requested)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var scope in scopes)
        {
            names.UnionWith(Scopes.Claims.GetValueOrDefault(scope) ?? []);
        }

        names.UnionWith(requested.Where(claim => ScopeOf.TryGetValue(claim, out var scope) && client.Scopes.Contains(scope)));
        return names;
    }

    /// <summary>The scopes a person has to agree to when single claims are asked for beside the scopes (CON-03).</summary>
    public static IReadOnlyList<string> ScopesBehind(Client client, IReadOnlyList<string> scopes, ClaimsRequest claims) =>
        [.. scopes.Union(claims.IdToken.Names.Union(claims.UserInfo.Names, StringComparer.Ordinal).Select(claim => ScopeOf.GetValueOrDefault(claim)).OfType<string>().Where(client.Scopes.Contains), StringComparer.Ordinal)];
}
