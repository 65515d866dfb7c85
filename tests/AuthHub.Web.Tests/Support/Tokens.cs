using System.Buffers.Text;
using System.Text.Json;

namespace AuthHub.Web.Tests.Support;

/// <summary>The token endpoint's answer.</summary>
public sealed record Tokens(int Status, JsonElement Json)
{
    public string? Error => Text("error");

    public string AccessToken => Text("access_token")!;

    public string RefreshToken => Text("refresh_token")!;

    public string IdToken => Text("id_token")!;

    public JsonElement Claims => JsonSerializer.Deserialize<JsonElement>(Base64Url.DecodeFromChars(IdToken.Split('.')[1]));

    public string Subject => Claims.GetProperty("sub").GetString()!;

    public string Acr => Claims.GetProperty("acr").GetString()!;

    public string[] Amr => [.. Claims.GetProperty("amr").EnumerateArray().Select(one => one.GetString()!)];

    public DateTimeOffset AuthTime => DateTimeOffset.FromUnixTimeSeconds(Claims.GetProperty("auth_time").GetInt64());

    private string? Text(string name) => Json.TryGetProperty(name, out var value) ? value.GetString() : null;
}
