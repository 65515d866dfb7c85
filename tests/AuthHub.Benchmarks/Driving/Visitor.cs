using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using AuthHub.Methods.Totp;

namespace AuthHub.Benchmarks.Driving;

/// <summary>A browser and the app behind it: walks the real pages, keeps its own cookies, follows every redirect itself.</summary>
internal sealed class Visitor(HttpClient http, string issuer)
{
    private const string Field = "name=\"__RequestVerificationToken\" type=\"hidden\" value=\"";

    private static readonly string _verifier = new('v', 64);
    private static readonly string _challenge = Convert.ToBase64String(SHA256.HashData(Encoding.ASCII.GetBytes(_verifier))).TrimEnd('=').Replace('+', '-').Replace('/', '_');

    private readonly Dictionary<string, string> _cookies = new(StringComparer.Ordinal);

    /// <summary>As far as the page that asks for a name.</summary>
    public async Task SeeLoginPageAsync()
    {
        var page = await FollowAsync(Authorize(""));
        if (!page.Text.Contains("name=\"username\"", StringComparison.Ordinal))
        {
            throw new InvalidOperationException($"No login page at {page.Address}:\n{page.Text}");
        }
    }

    /// <summary>A whole sign-in: from the app's request to the code.</summary>
    public async Task<string> SignInAsync(string username, bool withTotp)
    {
        var at = await FollowAsync(Authorize(""));
        at = await PostAsync(at, ("username", username));
        at = await PostAsync(at, ("password", Population.Password), ("username", username));
        if (withTotp)
        {
            at = await PostAsync(at, ("code", TotpCode.Of(Population.TotpKey, TotpCode.StepOf(TimeProvider.System.GetUtcNow()))));
        }

        return CodeOf(at);
    }

    /// <summary>The app asks again while the session lasts: nobody is shown anything.</summary>
    public async Task<string> AskSilentlyAsync() => CodeOf(await FollowAsync(Authorize("&prompt=none")));

    /// <summary>The app's part: a code for tokens.</summary>
    public Task<JsonElement> ExchangeAsync(string code) => Token.AskAsync(
        http, issuer, ("grant_type", "authorization_code"), ("code", code), ("redirect_uri", Population.RedirectUri), ("code_verifier", _verifier));

    private static string Authorize(string more) =>
        $"/connect/authorize?response_type=code&client_id={Population.ClientId}&redirect_uri={Uri.EscapeDataString(Population.RedirectUri)}"
        + $"&scope={Uri.EscapeDataString(Population.Scope)}&state=a-state&nonce=a-nonce&code_challenge={_challenge}&code_challenge_method=S256{more}";

    private static string CodeOf(Page page) =>
        page.Address.StartsWith(Population.RedirectUri, StringComparison.Ordinal) && page.Address.IndexOf("code=", StringComparison.Ordinal) is > 0 and var at
            ? page.Address[(at + 5)..].Split('&')[0]
            : throw new InvalidOperationException($"No code, but {page.Address} with\n{page.Text}");

    private async Task<Page> PostAsync(Page page, params (string Name, string Value)[] fields)
    {
        var at = page.Text.IndexOf(Field, StringComparison.Ordinal);
        if (at < 0)
        {
            throw new InvalidOperationException($"No form at {page.Address}:\n{page.Text}");
        }

        var token = page.Text[(at + Field.Length)..];
        using var request = new HttpRequestMessage(HttpMethod.Post, issuer + page.Address)
        {
            Content = new FormUrlEncodedContent(fields.Append(("__RequestVerificationToken", token[..token.IndexOf('"', StringComparison.Ordinal)])).Select(field => KeyValuePair.Create(field.Item1, field.Item2))),
        };
        var next = await SendAsync(request);
        return next.IsRedirect ? await FollowAsync(next.Address) : throw new InvalidOperationException($"{page.Address} was not accepted:\n{next.Text}");
    }

    private async Task<Page> FollowAsync(string address)
    {
        for (var hops = 0; hops < 10; hops++)
        {
            if (!address.StartsWith('/'))
            {
                return new Page(address, "", false);
            }

            using var request = new HttpRequestMessage(HttpMethod.Get, issuer + address);
            var page = await SendAsync(request);
            if (!page.IsRedirect)
            {
                return page with { Address = address };
            }

            address = page.Address;
        }

        throw new InvalidOperationException($"Redirected without end, last to {address}.");
    }

    private async Task<Page> SendAsync(HttpRequestMessage request)
    {
        if (_cookies.Count > 0)
        {
            request.Headers.Add("Cookie", string.Join("; ", _cookies.Select(cookie => $"{cookie.Key}={cookie.Value}")));
        }

        using var answer = await http.SendAsync(request);
        if (answer.Headers.TryGetValues("Set-Cookie", out var cookies))
        {
            foreach (var pair in cookies.Select(cookie => cookie.Split(';')[0].Split('=', 2)))
            {
                _cookies[pair[0]] = pair[1];
            }
        }

        var text = await answer.Content.ReadAsStringAsync();
        return answer.Headers.Location is { } location && answer.StatusCode is HttpStatusCode.Found or HttpStatusCode.SeeOther
            ? new Page(answer.Headers.Location!.OriginalString.Replace(issuer, "", StringComparison.Ordinal), text, true)
            : new Page(request.RequestUri!.PathAndQuery, text, false);
    }

    private sealed record Page(string Address, string Text, bool IsRedirect);
}
