using System.Net;
using System.Net.Sockets;
using System.Text;

namespace AuthHub.Web.Tests.Support;

/// <summary>A browser without script: keeps cookies, follows redirects within AuthHub, sends forms as the page has them.</summary>
public sealed partial class Visitor(AuthHubHost host, IPAddress from) : IDisposable
{
    private const int MostRedirects = 12;

    private readonly HttpClient http = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,

        // A header is bytes: each character of a test's text is one.
        RequestHeaderEncodingSelector = (_, _) => Encoding.Latin1,
        ConnectCallback = async (_, cancel) =>
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            socket.Bind(new IPEndPoint(from, 0));
            await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, host.Port), cancel);
            return new NetworkStream(socket, ownsSocket: true);
        },
    })
    {
        BaseAddress = new Uri(host.Address),
    };

    /// <summary>The jar; tests look into it and change it.</summary>
    public Dictionary<string, string> Cookies { get; private init; } = [];

    /// <summary>Every cookie that was ever set, with all attributes.</summary>
    public List<string> SetCookies { get; } = [];

    /// <summary>Headers sent with every request.</summary>
    public Dictionary<string, string> Headers { get; } = new() { ["User-Agent"] = "Test browser" };

    /// <summary>Where the browser is now.</summary>
    public Page At { get; private set; } = null!;

    /// <summary>Another window of the same person on the same machine: a copy of the jar as it is now.</summary>
    public Visitor Copy()
    {
        var copy = new Visitor(host, from) { Cookies = new(Cookies) };
        copy.At = At;
        return copy;
    }

    /// <summary>Another tab: the same jar.</summary>
    public Visitor Tab() => new(host, from) { Cookies = Cookies, At = At };

    public void Dispose() => http.Dispose();

    /// <summary>Opens an address and follows it to where it leads.</summary>
    public async Task<Page> OpenAsync(string address) => At = await FollowAsync(await AskAsync(HttpMethod.Get, address));

    /// <summary>Presses the page's submit button after filling in fields.</summary>
    public Task<Page> SubmitAsync(params (string Name, string Value)[] fields) => SubmitAsync(At, 0, fields);

    public async Task<Page> SubmitAsync(Page page, int form, params (string Name, string Value)[] fields) =>
        At = await FollowAsync(await PostAsync(page, form, fields));

    /// <summary>Sends a form of the page; the bare answer, before redirects.</summary>
    public Task<Page> PostAsync(Page page, int form, params (string Name, string Value)[] fields)
    {
        var found = page.Forms[form];
        return PostAsync(new Uri(page.Url, found.Action).ToString(), [.. found.Fields.Where(own => fields.All(one => one.Name != own.Key)).Select(own => (own.Key, own.Value)), .. fields]);
    }

    public Task<Page> PostAsync(string address, params (string Name, string Value)[] fields) =>
        AskAsync(HttpMethod.Post, address, new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value))));

    /// <summary>Sends what the page did not offer to another address, with the page's own antiforgery token; the bare answer.</summary>
    public Task<Page> ForgeAsync(string address, params (string Name, string Value)[] fields) =>
        PostAsync(address, [(Form.TokenField, At.Forms[0].Fields[Form.TokenField]), .. fields]);

    /// <summary>One request, one answer.</summary>
    public async Task<Page> AskAsync(HttpMethod method, string address, HttpContent? content = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, address) { Content = content };
        foreach (var (name, value) in Headers.Select(header => (header.Key, header.Value)).Concat(headers))
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        if (Cookies.Count > 0 && !request.Headers.Contains("Cookie"))
        {
            request.Headers.TryAddWithoutValidation("Cookie", string.Join("; ", Cookies.Select(cookie => $"{cookie.Key}={cookie.Value}")));
        }

        var response = await http.SendAsync(request);
        Remember(response);
        return new Page(request.RequestUri!, response.StatusCode, await response.Content.ReadAsStringAsync(), response, []);
    }

    /// <summary>Goes where an answer leads, but never out to an app.</summary>
    public async Task<Page> FollowAsync(Page page)
    {
        List<Page> way = [];
        while (page.Response.Headers.Location is { } location)
        {
            way.Add(page);
            Assert.True(way.Count <= MostRedirects, "Redirects go round: " + string.Join(" -> ", way.Select(step => step.Url)));
            var next = new Uri(page.Url, location);
            if (next.Authority != new Uri(host.Address).Authority)
            {
                return page with { Url = next, Html = "", Way = way };
            }

            page = await AskAsync(HttpMethod.Get, next.ToString());
        }

        return page with { Way = way };
    }

    private void Remember(HttpResponseMessage response)
    {
        foreach (var cookie in response.Headers.TryGetValues("Set-Cookie", out var all) ? all : [])
        {
            SetCookies.Add(cookie);
            var (name, value) = (cookie[..cookie.IndexOf('=')], cookie[(cookie.IndexOf('=') + 1)..].Split(';')[0]);
            if (value.Length == 0)
            {
                Cookies.Remove(name);
            }
            else
            {
                Cookies[name] = value;
            }
        }
    }
}
