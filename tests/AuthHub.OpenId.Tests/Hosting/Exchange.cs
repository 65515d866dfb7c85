using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace AuthHub.OpenId.Tests.Hosting;

/// <summary>A valid request to a back-channel endpoint; a test changes one thing and sends it.</summary>
internal sealed class Exchange(ProviderHost host, string path, string? basicId)
{
    public Dictionary<string, string> Form { get; } = [];

    public string? BasicId { get; set; } = basicId;

    public string BasicSecret { get; set; } = ProviderHost.Secret;

    public string Path { get; set; } = path;

    /// <summary>Another way to the same server, such as one with a client certificate.</summary>
    public HttpClient? Over { get; set; }

    public List<(string Name, string Value)> Headers { get; } = [];

    public async Task<Answer> SendAsync()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Path) { Content = new FormUrlEncodedContent(Form) };
        if (BasicId is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Uri.EscapeDataString(BasicId)}:{Uri.EscapeDataString(BasicSecret)}")));
        }

        foreach (var (name, value) in Headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await (Over ?? host.Http).SendAsync(request);
        return await Answer.OfAsync(response);
    }
}

/// <summary>What came back, read.</summary>
internal sealed record Answer(HttpStatusCode Status, string Text, JsonElement Json, string? ContentType, string? CacheControl, string? Challenge, string? Location)
{
    /// <summary>The nonce for the next proof (RFC 9449 section 8).</summary>
    public string? Nonce { get; init; }

    public string this[string name] => Json.GetProperty(name).GetString()!;

    public static async Task<Answer> OfAsync(HttpResponseMessage response)
    {
        var text = await response.Content.ReadAsStringAsync();
        var json = default(JsonElement);
        if (response.Content.Headers.ContentType?.MediaType == "application/json")
        {
            using var document = JsonDocument.Parse(text);
            json = document.RootElement.Clone();
        }

        return new Answer(response.StatusCode, text, json, response.Content.Headers.ContentType?.ToString(), response.Headers.CacheControl?.ToString(), response.Headers.WwwAuthenticate.ToString(), response.Headers.Location?.OriginalString)
        {
            Nonce = response.Headers.TryGetValues("DPoP-Nonce", out var nonces) ? nonces.Single() : null,
        };
    }

    public void ShouldBeRefusedWith(string error, HttpStatusCode status = HttpStatusCode.BadRequest)
    {
        Assert.Equal(status, Status);
        Assert.Equal(error, this["error"]);
        Assert.DoesNotContain("access_token", Text, StringComparison.Ordinal);
        Assert.Equal("no-store", CacheControl);
    }
}
