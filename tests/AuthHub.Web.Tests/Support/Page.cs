using System.Net;

namespace AuthHub.Web.Tests.Support;

/// <summary>An answer as a person sees it, after redirects; <see cref="Way"/> lists the addresses passed through.</summary>
public sealed record Page(Uri Url, HttpStatusCode Status, string Html, HttpResponseMessage Response, IReadOnlyList<Page> Way)
{
    /// <summary>The last part of the address tells which stage this is.</summary>
    public string Path => Url.AbsolutePath;

    public string Stage => string.Join('/', Path.Split('/').Skip(3));

    /// <summary>The run's part of the address.</summary>
    public string Run => Path.Split('/')[2];

    public string? Location => Response.Headers.Location?.OriginalString;

    /// <summary>Whether this is an app's own address, which tests never really open.</summary>
    public bool IsAtApp => Url.Host.EndsWith(".example", StringComparison.Ordinal);

    public IReadOnlyDictionary<string, string> Query => Pairs(Url.Query);

    public string? Code => IsAtApp ? Query.GetValueOrDefault("code") : null;

    public IReadOnlyList<Form> Forms => Form.All(Html);

    /// <summary>The bare answer to a refused form: back to its own page, with a note of what was wrong.</summary>
    public bool IsRefusal => Status == HttpStatusCode.SeeOther && Location == Path
        && Response.Headers.TryGetValues("Set-Cookie", out var set) && set.Any(cookie => cookie.StartsWith("authhub-note=", StringComparison.Ordinal));

    /// <summary>What the page says is wrong with the last answer.</summary>
    public string? Refusal => System.Text.RegularExpressions.Regex.Match(Html, "<p class=\"error\"[^>]*>([^<]+)<") is { Success: true } error ? WebUtility.HtmlDecode(error.Groups[1].Value) : null;

    /// <summary>Visible words without mark-up.</summary>
    public string Words => WebUtility.HtmlDecode(System.Text.RegularExpressions.Regex.Replace(Html, "<[^>]*>", " "));

    /// <summary>The value of the first attribute with this name.</summary>
    public string Attribute(string name) => WebUtility.HtmlDecode(System.Text.RegularExpressions.Regex.Match(Html, $"\\s{name}=\"([^\"]*)\"").Groups[1].Value);

    public override string ToString() => $"{(int)Status} {Url} {Words}";

    private static Dictionary<string, string> Pairs(string query) =>
        query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=', 2))
            .ToDictionary(pair => WebUtility.UrlDecode(pair[0]), pair => pair.Length > 1 ? WebUtility.UrlDecode(pair[1]) : "");
}
