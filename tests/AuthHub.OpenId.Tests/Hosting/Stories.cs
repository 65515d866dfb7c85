using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace AuthHub.OpenId.Tests.Hosting;

/// <summary>Valid stories to begin from.</summary>
internal static partial class Stories
{
    public const string Verifier = "a-verifier-of-forty-three-characters-or-more-0";

    public static string Challenge { get; } = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(Verifier)));

    public static Dictionary<string, string> AuthorizationRequest(string client = "helpdesk") => new()
    {
        ["client_id"] = client,
        ["redirect_uri"] = client switch { "helpdesk" => "https://rp.example/cb", "phone" => "http://127.0.0.1/cb", "wiki" => "https://wiki.example/oidc/callback", "hybrid" => "https://hybrid.example/cb", _ => "https://stranger.example/cb" },
        ["response_type"] = "code",
        ["scope"] = client is "helpdesk" or "phone" ? "openid profile email roles" : "openid profile email",
        ["state"] = "af0ifjsldkj",
        ["nonce"] = "n-0S6_WzA2Mj",
        ["code_challenge"] = Challenge,
        ["code_challenge_method"] = "S256",
    };

    public static string ToQuery(IEnumerable<KeyValuePair<string, string>> parameters) =>
        string.Join('&', parameters.Select(p => Uri.EscapeDataString(p.Key) + "=" + Uri.EscapeDataString(p.Value)));

    public static Task<Answer> AuthorizeAsync(this ProviderHost host, Dictionary<string, string> request, string? person = "alice") =>
        host.GetAsync("/connect/authorize?" + ToQuery(request), person);

    public static async Task<Answer> GetAsync(this ProviderHost host, string address, string? person = null, string? bearer = null, HttpMethod? method = null)
    {
        using var request = new HttpRequestMessage(method ?? HttpMethod.Get, new Uri(address, UriKind.RelativeOrAbsolute));
        if (person is not null)
        {
            request.Headers.Add(World.PersonHeader, person);
        }

        if (bearer is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + bearer);
        }

        using var response = await host.Http.SendAsync(request);
        return await Answer.OfAsync(response);
    }

    /// <summary>The parameters of a redirect to the client, after checking that it goes where it should.</summary>
    public static Dictionary<string, string> RedirectTo(this Answer answer, string redirectUri) =>
        answer.ParametersBehind(redirectUri + (redirectUri.Contains('?') ? "&" : "?"));

    /// <summary>The same for answers that travel in the fragment.</summary>
    public static Dictionary<string, string> FragmentAt(this Answer answer, string redirectUri) => answer.ParametersBehind(redirectUri + "#");

    /// <summary>The fields of the page that posts itself to the client.</summary>
    public static Dictionary<string, string> PostedTo(this Answer answer, string redirectUri)
    {
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Contains($"action=\"{WebUtility.HtmlEncode(redirectUri)}\"", answer.Text, StringComparison.Ordinal);
        return Field().Matches(answer.Text).ToDictionary(m => m.Groups[1].Value, m => WebUtility.HtmlDecode(m.Groups[2].Value));
    }

    private static Dictionary<string, string> ParametersBehind(this Answer answer, string start)
    {
        Assert.Equal(HttpStatusCode.SeeOther, answer.Status);
        Assert.StartsWith(start, answer.Location);
        return answer.Location![start.Length..].Split('&').Select(p => p.Split('=')).ToDictionary(p => p[0], p => Uri.UnescapeDataString(p[1]));
    }

    [GeneratedRegex("<input type=\"hidden\" name=\"([^\"]*)\" value=\"([^\"]*)\">")]
    private static partial Regex Field();

    public static void ShouldBeAnErrorPage(this Answer answer)
    {
        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Null(answer.Location);
        Assert.StartsWith("text/html", answer.ContentType);
    }

    public static async Task<Exchange> CodeExchangeAsync(this ProviderHost host, string client = "helpdesk", string person = "alice", Action<Dictionary<string, string>>? change = null)
    {
        var request = AuthorizationRequest(client);
        change?.Invoke(request);
        var answer = await host.AuthorizeAsync(request, person);
        if (answer.Location?.StartsWith("/consent", StringComparison.Ordinal) == true)
        {
            answer = await host.GetAsync(await host.ConsentAsync(answer, person), person);
        }

        var exchange = new Exchange(host, "/connect/token", client is "helpdesk" or "wiki" or "hybrid" ? client : null);
        exchange.Form["grant_type"] = "authorization_code";
        exchange.Form["code"] = answer.RedirectTo(request["redirect_uri"])["code"];
        exchange.Form["redirect_uri"] = request["redirect_uri"];
        if (request.ContainsKey("code_challenge"))
        {
            exchange.Form["code_verifier"] = Verifier;
        }

        if (exchange.BasicId is null)
        {
            exchange.Form["client_id"] = client;
        }

        if (client == "stranger")
        {
            exchange.Form["client_secret"] = ProviderHost.Secret;
        }

        return exchange;
    }

    /// <summary>Says yes on the consent page; returns where to go on.</summary>
    public static async Task<string> ConsentAsync(this ProviderHost host, Answer answer, string person)
    {
        string? location = null;
        await host.InScopeAsync<Consents.ConsentRequests>(async consents =>
        {
            var me = new Subjects.Authentication(person, Guid.Empty, default, "", [], 1);
            location = await consents.GiveAsync(answer.Location!["/consent?request=".Length..], me, CancellationToken.None);
        });
        return location!;
    }

    public static async Task<Answer> TokensAsync(this ProviderHost host, string client = "helpdesk", string person = "alice", Action<Dictionary<string, string>>? change = null)
    {
        var answer = await (await host.CodeExchangeAsync(client, person, change)).SendAsync();
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        return answer;
    }

    public static Task<Answer> RefreshAsync(this ProviderHost host, string token, string client = "helpdesk", string? scope = null)
    {
        var exchange = new Exchange(host, "/connect/token", client == "helpdesk" ? client : null);
        exchange.Form["grant_type"] = "refresh_token";
        exchange.Form["refresh_token"] = token;
        if (client != "helpdesk")
        {
            exchange.Form["client_id"] = client;
        }

        if (scope is not null)
        {
            exchange.Form["scope"] = scope;
        }

        return exchange.SendAsync();
    }

    public static Task<Answer> PostAsync(this ProviderHost host, string path, string token, string client = "helpdesk")
    {
        var exchange = new Exchange(host, path, client) { Form = { ["token"] = token } };
        return exchange.SendAsync();
    }

    public static Task<Answer> UserInfoAsync(this ProviderHost host, string accessToken) => host.GetAsync("/connect/userinfo", bearer: accessToken);

    public static JsonElement Part(string token, int part)
    {
        using var document = JsonDocument.Parse(Base64Url.DecodeFromChars(token.Split('.')[part]));
        return document.RootElement.Clone();
    }
}
