using AuthHub.OpenId.CrossDevice;

namespace AuthHub.OpenId.Tests.Hosting;

/// <summary>Devices without a browser, and what a person elsewhere answers them.</summary>
internal static class Devices
{
    /// <summary>A public app of a television.</summary>
    public const string Television = """
        { "client_id": "tv", "client_name": "Television", "token_endpoint_auth_method": "none", "scope": "openid profile offline_access",
          "grant_types": ["urn:ietf:params:oauth:grant-type:device_code", "refresh_token"] }
        """;

    /// <summary>A device that can keep a secret.</summary>
    public const string Printer = """
        { "client_id": "printer", "client_secret": "s3cret-of-thirty-two-characters-x", "client_name": "Printer", "scope": "openid profile", "first_party": true,
          "grant_types": ["urn:ietf:params:oauth:grant-type:device_code"] }
        """;

    public static Exchange DeviceRequest(this ProviderHost host, string client = "tv", string? scope = "openid profile offline_access")
    {
        var exchange = new Exchange(host, "/connect/device", client == "tv" ? null : client);
        if (client == "tv")
        {
            exchange.Form["client_id"] = client;
        }

        if (scope is not null)
        {
            exchange.Form["scope"] = scope;
        }

        return exchange;
    }

    /// <summary>What a device sends to ask for the outcome.</summary>
    public static Exchange DevicePoll(this ProviderHost host, Answer device, string client = "tv")
    {
        var exchange = new Exchange(host, "/connect/token", client == "tv" ? null : client)
        {
            Form = { ["grant_type"] = "urn:ietf:params:oauth:grant-type:device_code", ["device_code"] = device["device_code"] },
        };
        if (client == "tv")
        {
            exchange.Form["client_id"] = client;
        }

        return exchange;
    }

    /// <summary>The person types the code and says yes, or no.</summary>
    public static async Task<bool> AnswerDeviceAsync(this ProviderHost host, Answer device, string person = "alice", bool allow = true)
    {
        var done = false;
        await host.InScopeAsync<CrossDeviceDecisions>(async decisions =>
        {
            var me = host.World.SignedIn(person)!;
            done = await decisions.FindByUserCodeAsync(device["user_code"], CancellationToken.None) is { } question
                && (allow ? await decisions.AllowAsync(question, me, CancellationToken.None) : await decisions.DenyAsync(question, me, CancellationToken.None));
        });
        return done;
    }
}
