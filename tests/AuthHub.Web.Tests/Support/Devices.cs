using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using AuthHub.OpenId.Grants;

namespace AuthHub.Web.Tests.Support;

/// <summary>A device without a browser, as it talks to the host.</summary>
public static class Devices
{
    public static Task<App> AddDeviceAppAsync(this AuthHubHost host, string? demand = null, string? name = null, bool asksConsent = true, long? maxAge = null) => host.AddAppAsync(demand, asksConsent: asksConsent, name: name, change: client =>
    {
        client.GrantTypes = [GrantTypes.DeviceCode, GrantTypes.RefreshToken];
        client.Metadata.DefaultMaxAge = maxAge;
    });

    /// <summary>The device asks for its codes, from an address of this machine's loopback network.</summary>
    public static async Task<JsonElement> BeginAsync(this AuthHubHost host, App app, string from = "127.0.0.1")
    {
        using var device = host.Visitor(from);
        return await PostAsync(device, app, "/connect/device", ("scope", "openid profile offline_access"));
    }

    /// <summary>The device asks for the outcome.</summary>
    public static async Task<Tokens> PollAsync(this AuthHubHost host, App app, JsonElement codes)
    {
        using var device = host.Visitor();
        var json = await PostAsync(device, app, "/connect/token", ("grant_type", GrantTypes.DeviceCode), ("device_code", codes.GetProperty("device_code").GetString()!));
        return new Tokens(json.TryGetProperty("error", out _) ? 400 : 200, json);
    }

    public static async Task<JsonElement> PostAsync(Visitor device, App app, string path, params (string Name, string Value)[] fields)
    {
        var authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{app.Id}:{app.Secret}"))).ToString();
        var answer = await device.AskAsync(HttpMethod.Post, path, new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value))), ("Authorization", authorization));
        return JsonSerializer.Deserialize<JsonElement>(answer.Html);
    }
}
