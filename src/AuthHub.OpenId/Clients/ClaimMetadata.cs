using System.Text.Json;
using AuthHub.OpenId.Tokens;

namespace AuthHub.OpenId.Clients;

/// <summary>Under which names an app gets the claims of people: <c>claim_names</c>, a member of our own, such as <c>{ "groups": "memberOf" }</c>.</summary>
internal static class ClaimMetadata
{
    private const int Longest = 100;

    /// <summary>What tokens and answers say of themselves (RFC 7519 section 4.1, OpenID Connect Core section 2 and their kin) is never a person's claim.</summary>
    private static readonly HashSet<string> Reserved =
    [
        "iss", "sub", "aud", "exp", "nbf", "iat", "jti", "nonce", "acr", "amr", "auth_time", "sid", "azp", "at_hash", "c_hash", "s_hash", "cnf", "act", "may_act", "events", "client_id", "scope",
        "active", "token_type", "token_introspection", "authorization_details", AccessTokens.AuthorizationClaim, "_claim_names", "_claim_sources",
    ];

    public static void Read(MetadataReader members, Client client, OpenIdSettings settings)
    {
        if (members.Object("claim_names") is not { } wanted)
        {
            return;
        }

        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var member in wanted.EnumerateObject())
        {
            if (Read(member) is not var (claim, name) || !names.TryAdd(claim, name))
            {
                members.Refuse($"claim_names must give known claims names of 1 to {Longest} printable ASCII characters that mean nothing else.");
                return;
            }
        }

        members.Require(names.Values.Distinct(StringComparer.Ordinal).Count() == names.Count, "claim_names gives two claims the same name.");
        client.Metadata.ClaimNames = names.Count > 0 ? names : null;
    }

    private static (string Claim, string Name)? Read(JsonProperty member)
    {
        try
        {
            var name = member.Value.ValueKind == JsonValueKind.String ? member.Value.GetString()! : "";
            var fits = name.Length is > 0 and <= Longest && !name.AsSpan().ContainsAnyExceptInRange('!', '~') && !Reserved.Contains(name)
                && ClaimNames.All.Contains(member.Name) && (name == member.Name || !ClaimNames.All.Contains(name));
            return fits ? (member.Name, name) : null;
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair.
            return null;
        }
    }
}
