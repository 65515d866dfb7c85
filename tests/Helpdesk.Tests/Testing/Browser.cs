using System.Net;
using System.Text.RegularExpressions;

namespace Helpdesk.Tests.Testing;

/// <summary>What a browser would do without script: keeps cookies, follows redirects, sends forms as the page has them.</summary>
internal sealed partial class Browser(string home) : IDisposable
{
    private readonly HttpClient http = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        SslOptions = { RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate?.Subject == "CN=helpdesk test" },
    });
    private readonly Dictionary<string, string> cookies = [];

    public IReadOnlyDictionary<string, string> Cookies => cookies;

    /// <summary>Everything that was set, with all attributes.</summary>
    public List<string> SetCookies { get; } = [];

    public void Keep(string name, string value) => cookies[name] = value;

    public async Task<Shown> OpenAsync(string url) => await FollowAsync(await StepAsync(HttpMethod.Get, url));

    /// <summary>Presses the button of the form whose mark-up contains <paramref name="form"/>.</summary>
    public async Task<Shown> SendAsync(Shown page, string form, params (string Name, string Value)[] fields)
    {
        var action = WebUtility.HtmlDecode(Action().Match(Form(page, form)).Groups[1].Value);
        var values = HiddenFields(page, form);
        foreach (var (name, value) in fields)
        {
            values[name] = value;
        }

        return await FollowAsync(await StepAsync(HttpMethod.Post, new Uri(page.Url, action).ToString(), new FormUrlEncodedContent(values)));
    }

    /// <summary>What a form carries without the person typing it.</summary>
    public static Dictionary<string, string> HiddenFields(Shown page, string form) => Hidden().Matches(Form(page, form))
        .ToDictionary(input => input.Groups[1].Value, input => WebUtility.HtmlDecode(input.Groups[2].Value));

    /// <summary>One request, no redirect followed.</summary>
    public async Task<Shown> StepAsync(HttpMethod method, string url, HttpContent? content = null)
    {
        using var request = new HttpRequestMessage(method, new Uri(new Uri(home), url)) { Content = content };
        if (cookies.Count > 0)
        {
            request.Headers.Add("Cookie", string.Join("; ", cookies.Select(cookie => cookie.Key + "=" + cookie.Value)));
        }

        var response = await http.SendAsync(request);
        Remember(response);
        return new Shown(response, request.RequestUri!, await response.Content.ReadAsStringAsync());
    }

    public void Dispose() => http.Dispose();

    private static string Form(Shown page, string part) =>
        Forms().Matches(page.Html).Select(match => match.Value).First(found => found.Contains(part, StringComparison.Ordinal));

    private async Task<Shown> FollowAsync(Shown page)
    {
        for (var left = 12; page.Location is { } next; left--)
        {
            Assert.True(left > 0, "The redirects go round in circles.");
            page = await StepAsync(HttpMethod.Get, new Uri(page.Url, next).ToString());
        }

        return page;
    }

    private void Remember(HttpResponseMessage response)
    {
        foreach (var cookie in response.Headers.TryGetValues("Set-Cookie", out var all) ? all : [])
        {
            SetCookies.Add(cookie);
            var pair = cookie.Split(';')[0].Split('=', 2);
            cookies[pair[0]] = pair[1];
            if (pair[1].Length == 0)
            {
                cookies.Remove(pair[0]);
            }
        }
    }

    [GeneratedRegex("<form.*?</form>", RegexOptions.Singleline)]
    private static partial Regex Forms();

    [GeneratedRegex("<form[^>]* action=\"([^\"]*)\"")]
    private static partial Regex Action();

    [GeneratedRegex("<input[^>]*name=\"([^\"]*)\"[^>]*type=\"hidden\"[^>]*value=\"([^\"]*)\"")]
    private static partial Regex Hidden();
}
