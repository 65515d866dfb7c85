using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace Helpdesk.SignIn;

/// <summary>Talks to AuthHub from server to server: bounded in time and size, never redirected, every failure a <see cref="SignInException"/>.</summary>
public sealed class BackChannel : IDisposable
{
    private readonly HttpClient http = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        ConnectTimeout = TimeSpan.FromSeconds(3),
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
    })
    {
        Timeout = TimeSpan.FromSeconds(8),
        MaxResponseContentBufferSize = 256 * 1024,
    };

    public async Task<JsonElement> GetAsync(string url, string? accessToken, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        if (accessToken is not null)
        {
            // RFC 6750 section 2.1
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", accessToken);
        }

        return await SendAsync(request, cancellationToken);
    }

    public async Task<JsonElement> PostAsync(
        string url, AuthenticationHeaderValue client, IEnumerable<KeyValuePair<string, string>> form, CancellationToken cancellationToken)
    {
        using var content = new FormUrlEncodedContent(form);
        using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = content };
        request.Headers.Authorization = client;
        return await SendAsync(request, cancellationToken);
    }

    public void Dispose() => http.Dispose();

    private async Task<JsonElement> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        try
        {
            using var response = await http.SendAsync(request, cancellationToken);
            return await ReadAsync(request, response, cancellationToken);
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException || TimedOut(failure, cancellationToken))
        {
            throw new SignInException(SignInProblem.Unreachable, $"{request.RequestUri} gives no answer.", failure);
        }
    }

    private static async Task<JsonElement> ReadAsync(HttpRequestMessage request, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var status = (int)response.StatusCode;
        if (status >= 500)
        {
            throw new SignInException(SignInProblem.Unreachable, $"{request.RequestUri} answers {status}.");
        }

        var type = response.Content.Headers.ContentType?.MediaType;
        if (response.StatusCode == HttpStatusCode.OK && type is "application/json" or "application/jwk-set+json")
        {
            return Json.ReadObject(await response.Content.ReadAsByteArrayAsync(cancellationToken));
        }

        throw new SignInException(SignInProblem.BadAnswer, $"{request.RequestUri} answers {status} as {type ?? "nothing"}.");
    }

    private static bool TimedOut(Exception failure, CancellationToken cancellationToken) =>
        failure is OperationCanceledException && !cancellationToken.IsCancellationRequested;
}
