using AuthHub.OpenId.Clients;

namespace AuthHub.OpenId.Tokens;

/// <summary>The levels of assurance a request would like, or else those its client registered (OpenID Connect Core section 3.1.2.1, <c>acr_values</c>).</summary>
internal static class RequestedLevels
{
    private const int Most = 16;

    private const int Longest = 64;

    public static List<string> Of(Client client, string? text) =>
        text is null ? client.Metadata.DefaultAcrValues ?? [] : [.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Where(value => value.Length <= Longest).Take(Most)];
}
