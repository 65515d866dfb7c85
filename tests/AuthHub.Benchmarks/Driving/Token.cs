using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace AuthHub.Benchmarks.Driving;

/// <summary>The app's requests with its own name and secret.</summary>
internal static class Token
{
    private static readonly AuthenticationHeaderValue _basic = new(
        "Basic", Convert.ToBase64String(Encoding.ASCII.GetBytes($"{Population.ClientId}:{Uri.EscapeDataString(Population.ClientSecret)}")));

    public static Task<JsonElement> AskAsync(HttpClient http, string issuer, params (string Name, string Value)[] fields) =>
        PostAsync(http, issuer + "/connect/token", fields);

    public static async Task<JsonElement> PostAsync(HttpClient http, string address, params (string Name, string Value)[] fields)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value))) };
        request.Headers.Authorization = _basic;
        using var answer = await http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        if (!answer.IsSuccessStatusCode)
        {
            throw new InvalidOperationException($"{address} answered {(int)answer.StatusCode}: {text}");
        }

        using var json = JsonDocument.Parse(text);
        return json.RootElement.Clone();
    }

    public static string Text(this JsonElement json, string name) => json.GetProperty(name).GetString()!;
}
