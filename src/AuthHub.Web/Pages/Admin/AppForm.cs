using System.Text.Json;
using System.Text.Json.Nodes;
using AuthHub.Flows;
using AuthHub.OpenId.Clients;
using AuthHub.OpenId.Grants;
using AuthHub.OpenId.Tokens;
using AuthHub.SignIn.Methods;

namespace AuthHub.Web.Pages.Admin;

/// <summary>An app as an administrator fills it in; becomes client metadata that <see cref="ClientRegistration"/> judges.</summary>
public sealed record AppForm
{
    public const string Server = "server";
    public const string Browser = "browser";
    public const string Native = "native";

    /// <summary>The kinds of apps, each standing for an application type and a way to prove itself.</summary>
    public static IReadOnlyList<string> Kinds { get; } = [Server, Browser, Native];

    public string Name { get; init; } = "";

    public string Kind { get; init; } = Server;

    public string RedirectUris { get; init; } = "";

    public string PostLogoutUris { get; init; } = "";

    /// <summary><c>none</c>, <c>medium</c> or <c>methods</c>.</summary>
    public string Demand { get; init; } = "none";

    /// <summary>The methods of which one is demanded.</summary>
    public IReadOnlyList<string> Methods { get; init; } = [];

    public bool IsOwn { get; init; }

    public bool IsExemptFromPkce { get; init; }

    public static AppForm Of(Client client)
    {
        var words = Words(client.Demand);
        var methods = words.Where(word => Acr.Parse(word) is null).ToArray();
        return new AppForm
        {
            Name = client.Name,
            Kind = client.ApplicationType == ApplicationTypes.Native ? Native : client.IsPublic ? Browser : Server,
            RedirectUris = string.Join('\n', client.RedirectUris),
            PostLogoutUris = string.Join('\n', client.PostLogoutRedirectUris),
            Demand = methods.Length > 0 ? "methods" : words.Length > 0 ? "medium" : "none",
            Methods = methods,
            IsOwn = !client.ConsentRequired,
            IsExemptFromPkce = !client.RequirePkce,
        };
    }

    /// <summary>What was sent; the values of ticked boxes are named <c>method-…</c>.</summary>
    public static AppForm Read(MethodResponse form, IEnumerable<string> methods) => new()
    {
        Name = form["name"].Trim(),
        Kind = form["kind"],
        RedirectUris = form["redirect-uris"],
        PostLogoutUris = form["post-logout-uris"],
        Demand = form["demand"],
        Methods = [.. methods.Where(method => form["method-" + method] == "true")],
        IsOwn = form["own"] == "true",
        IsExemptFromPkce = form["no-pkce"] == "true",
    };

    /// <summary>The names of the fields that cannot be used as they are.</summary>
    public IReadOnlyList<string> Faults =>
    [
        .. new[]
        {
            Name.Length is 0 or > 200 || Name.Any(char.IsControl) ? "name" : null,
            Kinds.Contains(Kind) ? null : "kind",
            RedirectUris.AsSpan().Trim().Length == 0 ? "redirect-uris" : null,
            Demand is not ("none" or "medium" or "methods") || (Demand == "methods" && Methods.Count == 0) ? "demand" : null,
        }.OfType<string>(),
    ];

    /// <summary>As <c>application_type</c> names it.</summary>
    public string ApplicationType => Kind == Native ? ApplicationTypes.Native : ApplicationTypes.Web;

    /// <summary>The lines of a field that hold something, with their numbers.</summary>
    public static IEnumerable<(int Number, string Text)> NumberedLines(string text) =>
        text.ReplaceLineEndings("\n").Split('\n').Select((line, index) => (index + 1, line.Trim())).Where(line => line.Item2.Length > 0);

    /// <summary>Client metadata (RFC 7591 section 2); what the form does not show stays as it was.</summary>
    public JsonElement ToMetadata(string clientId, Client? before)
    {
        var secretMethod = before is { IsPublic: false } ? before.TokenEndpointAuthMethod : ClientAuthenticationMethods.Basic;
        var grants = before?.GrantTypes ?? [GrantTypes.AuthorizationCode, GrantTypes.RefreshToken];
        var members = before is null ? new JsonObject { ["scope"] = string.Join(' ', Scopes.All) } : ClientDocument.Of(before, null);
        members["client_id"] = clientId;
        members["client_name"] = Name;
        members["application_type"] = ApplicationType;
        members["token_endpoint_auth_method"] = Kind == Server ? secretMethod : ClientAuthenticationMethods.None;
        members["grant_types"] = List(grants.Where(grant => Kind == Server || !GrantTypes.NeedProof(grant)));
        members["redirect_uris"] = List(Lines(RedirectUris));
        members["post_logout_redirect_uris"] = List(Lines(PostLogoutUris));
        members["require_pkce"] = !IsExemptFromPkce;
        members["first_party"] = IsOwn;
        members["demand"] = Demand switch { "medium" => Acr.Of(Strength.Medium), "methods" => string.Join(' ', Methods), _ => null };
        return JsonSerializer.SerializeToElement(members);
    }

    private static JsonArray List(IEnumerable<string> texts) => [.. texts.Select(text => JsonValue.Create(text))];

    private static string[] Words(string? demand) => (demand ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static IEnumerable<string> Lines(string text) => NumberedLines(text).Select(line => line.Text);
}
