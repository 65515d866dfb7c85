using System.Security.Claims;
using System.Text.Json;

namespace Helpdesk.SignIn;

/// <summary>Who is signed in, as far as the helpdesk needs to know.</summary>
public sealed record Person(string Subject, string Name, Level Level, bool IsAgent)
{
    /// <summary>The role that lets a person work on everybody's tickets.</summary>
    public const string AgentRole = "helpdesk-agent";

    private const int LongestName = 200;

    public static Person? From(ClaimsPrincipal principal) => principal.FindFirstValue("sub") is { } subject
        ? new Person(subject, principal.FindFirstValue("name") ?? subject, Levels.Parse(principal.FindFirstValue("acr")), principal.HasClaim("roles", AgentRole))
        : null;

    /// <summary>Takes over from a checked ID token and its userinfo answer; names stay as they are, letter for letter.</summary>
    internal static Person Read(JsonElement token, JsonElement userInfo)
    {
        var subject = token.Text("sub")!;
        var names = new[] { userInfo.Text("name"), token.Text("name"), userInfo.Text("preferred_username"), token.Text("preferred_username") };
        return new Person(
            subject, names.FirstOrDefault(CanBeShown) ?? subject, Levels.Parse(token.Text("acr")), HasAgentRole(token) || HasAgentRole(userInfo));
    }

    /// <summary>The small set of claims that the session cookie carries.</summary>
    internal ClaimsPrincipal ToPrincipal(string scheme)
    {
        var identity = new ClaimsIdentity([new("sub", Subject), new("name", Name), new("acr", Level.Word())], scheme, "name", "roles");
        if (IsAgent)
        {
            identity.AddClaim(new Claim("roles", AgentRole));
        }

        return new ClaimsPrincipal(identity);
    }

    private static bool CanBeShown(string? name) =>
        !string.IsNullOrWhiteSpace(name) && name.Length <= LongestName && !name.Any(char.IsControl);

    private static bool HasAgentRole(JsonElement claims) => claims.Texts("roles")?.Contains(AgentRole) == true;
}
