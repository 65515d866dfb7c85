using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using AuthHub.OpenId.CrossDevice;
using Microsoft.AspNetCore.Http;

namespace AuthHub.OpenId.Tests.Hosting;

/// <summary>Apps that ask people without a browser (CIBA), what they send, and what people answer.</summary>
internal static class Backchannels
{
    public const string Grant = "urn:openid:params:grant-type:ciba";

    public const string NotificationPath = "/notified";

    public const string NotificationToken = "8d67dc78-7faa-4d41-aabd-67707b374255";

    public static TestKey SignerKey { get; } = new("signer-1");

    public static IReadOnlyList<string> All(OutsideServer outside) =>
    [
        App("till", "poll", ""), App("pinger", "ping", Endpoint(outside)), App("courier", "push", Endpoint(outside)),
        App("notary", "poll", $$""" "backchannel_authentication_request_signing_alg": "ES256", "jwks": {{TestKey.Jwks(SignerKey)}}, """),
    ];

    /// <summary>A valid request about alice.</summary>
    public static Exchange Ask(this ProviderHost host, string client = "till", string hint = "alice")
    {
        var exchange = new Exchange(host, "/connect/backchannel", client) { Form = { ["scope"] = "openid profile", ["login_hint"] = hint, ["binding_message"] = "W4SCT" } };
        if (client is "pinger" or "courier")
        {
            exchange.Form["client_notification_token"] = NotificationToken;
        }

        return exchange;
    }

    public static Exchange AskOutcome(this ProviderHost host, Answer asked, string client = "till") =>
        new(host, "/connect/token", client) { Form = { ["grant_type"] = Grant, ["auth_req_id"] = asked["auth_req_id"] } };

    /// <summary>The person answers all that waits for her; returns how many answers counted.</summary>
    public static async Task<int> AnswerAllAsync(this ProviderHost host, string person = "alice", bool allow = true)
    {
        var done = 0;
        await host.InScopeAsync<CrossDeviceDecisions>(async decisions =>
        {
            var me = host.World.SignedIn(person)!;
            foreach (var question in await decisions.OfAsync(person, CancellationToken.None))
            {
                done += (allow ? await decisions.AllowAsync(question, me, CancellationToken.None) : await decisions.DenyAsync(question, me, CancellationToken.None)) ? 1 : 0;
            }
        });
        return done;
    }

    /// <summary>Collects what the client's server is told; the status says how it answers.</summary>
    public static ConcurrentQueue<(string Authorization, JsonElement Body)> Listen(this ProviderHost host, Func<int, int>? status = null)
    {
        var heard = new ConcurrentQueue<(string, JsonElement)>();
        host.Outside.Paths[NotificationPath] = async context =>
        {
            heard.Enqueue((context.Request.Headers.Authorization.ToString(), (await JsonDocument.ParseAsync(context.Request.Body)).RootElement.Clone()));
            context.Response.StatusCode = status?.Invoke(heard.Count) ?? StatusCodes.Status204NoContent;
        };
        return heard;
    }

    public static async Task<bool> WithinAsync(Func<bool> holds, int seconds = 20)
    {
        for (var i = 0; i < seconds * 20; i++)
        {
            if (holds())
            {
                return true;
            }

            await Task.Delay(50);
        }

        return false;
    }

    public static JsonObject SignedClaims(this ProviderHost host)
    {
        var now = host.Clock.GetUtcNow().ToUnixTimeSeconds();
        return new JsonObject
        {
            ["iss"] = "notary",
            ["aud"] = ProviderHost.Issuer,
            ["iat"] = now,
            ["nbf"] = now,
            ["exp"] = now + 60,
            ["jti"] = Guid.CreateVersion7().ToString(),
            ["scope"] = "openid",
            ["login_hint"] = "alice",
            ["binding_message"] = "W4SCT",
        };
    }

    public static Task<Answer> AskSignedAsync(this ProviderHost host, string jwt, params (string Name, string Value)[] beside)
    {
        var exchange = new Exchange(host, "/connect/backchannel", "notary") { Form = { ["request"] = jwt } };
        foreach (var (name, value) in beside)
        {
            exchange.Form[name] = value;
        }

        return exchange.SendAsync();
    }

    private static string Endpoint(OutsideServer outside) => $""" "backchannel_client_notification_endpoint": "{outside[NotificationPath]}", """;

    private static string App(string id, string mode, string more) => $$"""
        { "client_id": "{{id}}", "client_secret": "s3cret-of-thirty-two-characters-x", "client_name": "{{id}}", "scope": "openid profile offline_access", {{more}}
          "backchannel_token_delivery_mode": "{{mode}}", "grant_types": ["{{Grant}}", "refresh_token"] }
        """;
}
