using System.Net;
using System.Text.RegularExpressions;
using AuthHub.SignIn.Users;

namespace AuthHub.Web.Tests.Admin;

/// <summary>A browser as far as the console needs one: cookies, forms with their hidden fields, no redirects on its own.</summary>
public sealed partial class AdminBrowser : IDisposable
{
    private readonly SocketsHttpHandler _handler;
    private readonly HttpClient _http;
    private readonly Uri _issuer;

    public AdminBrowser(string issuer)
    {
        _issuer = new Uri(issuer);
        _handler = new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() };
        _http = new HttpClient(_handler) { BaseAddress = _issuer };
    }

    /// <summary>Who signed in here; null for nobody.</summary>
    public User? Person { get; set; }

    public Guid Session { get; set; }

    public void Hold(string cookie, string value) => _handler.CookieContainer.Add(_issuer, new Cookie(cookie, value));

    public string SessionCookie => _handler.CookieContainer.GetCookies(_issuer)["authhub-session"]?.Value ?? "";

    public Task<HttpResponseMessage> GetAsync(string address) => _http.GetAsync(new Uri(address, UriKind.Relative));

    public async Task<string> TextAsync(string address) => await (await GetAsync(address)).Content.ReadAsStringAsync();

    /// <summary>Opens a page and sends its form with these fields.</summary>
    public async Task<HttpResponseMessage> SendAsync(string address, string? handler, params (string Name, string Value)[] fields)
    {
        var page = await TextAsync(address);
        var token = Token().Match(page).Groups["token"].Value;
        return await PostAsync(handler is null ? address : $"{address}?handler={handler}", [.. fields, ("__RequestVerificationToken", token)]);
    }

    public async Task<HttpResponseMessage> PostAsync(string address, params (string Name, string Value)[] fields)
    {
        using var content = new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));
        return await _http.PostAsync(new Uri(address, UriKind.Relative), content);
    }

    /// <summary>The value of a hidden field of a page.</summary>
    public async Task<string> HiddenAsync(string address, string name) =>
        Regex.Match(await TextAsync(address), $"name=\"{name}\" value=\"(?<value>[^\"]*)\"").Groups["value"].Value;

    /// <summary>What a refused form shows: the answer leads back to the form's own page, which says what is wrong, once.</summary>
    public async Task<string> RefusalAsync(HttpResponseMessage answer)
    {
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        Assert.Equal(answer.RequestMessage!.RequestUri!.AbsolutePath, answer.Headers.Location?.OriginalString);
        var page = await GetAsync(answer.Headers.Location!.OriginalString);
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        var text = await page.Content.ReadAsStringAsync();
        Assert.Matches("class=\"error\"|notice--error", text);
        return text;
    }

    public void Dispose()
    {
        _http.Dispose();
        _handler.Dispose();
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" type=\"hidden\" value=\"(?<token>[^\"]+)\"")]
    private static partial Regex Token();
}
