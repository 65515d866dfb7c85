using AuthHub.OpenId.Clients;
using AuthHub.OpenId.CrossDevice;
using AuthHub.OpenId.Errors;
using AuthHub.OpenId.Grants;
using AuthHub.OpenId.Requests;
using AuthHub.OpenId.Tokens;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;

namespace AuthHub.OpenId.Endpoints;

/// <summary>Device authorization requests (RFC 8628 section 3.1): a device without a browser gets one code for itself and one to show.</summary>
internal static class DeviceAuthorizationEndpoint
{
    /// <summary>Two codes are the same once in 25 thousand million times.</summary>
    private const int Attempts = 3;

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost(OpenIdRoutes.Device, HandleAsync);

    private static async Task<IResult> HandleAsync(HttpContext context, ClientAuthentication clients, ICrossDeviceRequests requests, TimeProvider clock, IOptions<OpenIdSettings> settings, CancellationToken cancellationToken)
    {
        var parameters = await RequestParameters.OfBackChannelAsync(context.Request, cancellationToken);
        var client = await clients.AuthenticateAsync(context, parameters, cancellationToken);
        if (!client.MayUse(GrantTypes.DeviceCode))
        {
            throw ProtocolError.UnauthorizedClient.Because("device_code not registered for this client");
        }

        var scopes = RequestedScopes.Require(client, parameters["scope"]);
        var challenge = Pkce.ReadChallenge(parameters["code_challenge"], parameters["code_challenge_method"]);
        var address = context.Connection.RemoteIpAddress?.ToString();
        var now = clock.GetUtcNow();
        var rules = settings.Value.CrossDevice;
        if (await requests.CountWaitingAsync(client.ClientId, null, now, cancellationToken) >= rules.WaitingPerClient
            || (address is not null && await requests.CountWaitingAsync(client.ClientId, address, now, cancellationToken) >= rules.WaitingPerAddress))
        {
            throw ProtocolError.TooManyRequests.Because("too many device requests are waiting");
        }

        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var (deviceCode, userCode) = (CrossDeviceRequest.NewCode(), UserCode.New());
            var requestedAt = DateTimeOffset.FromUnixTimeMilliseconds(now.ToUnixTimeMilliseconds());
            var request = new CrossDeviceRequest
            {
                Id = Guid.CreateVersion7(now),
                Kind = CrossDeviceKinds.Device,
                Hash = CrossDeviceRequest.HashOf(CrossDeviceKinds.Device, deviceCode),
                UserCodeHash = UserCode.HashOf(userCode),
                ClientId = client.ClientId,
                Scopes = scopes,
                AcrValues = RequestedLevels.Of(client, parameters["acr_values"]),
                CodeChallenge = challenge,
                Address = address,
                RequestedAt = requestedAt,
                ExpiresAt = requestedAt + rules.Lifetime,
                Interval = rules.Interval,
                NextPollAt = requestedAt,
            };
            if (await requests.AddAsync(request, cancellationToken))
            {
                return Answer(settings.Value, deviceCode, userCode);
            }
        }

        throw ProtocolError.TemporarilyUnavailable.Because("no free user code was found");
    }

    private static JsonAnswer Answer(OpenIdSettings settings, string deviceCode, string userCode) => new(writer =>
    {
        var page = settings.Issuer.TrimEnd('/') + OpenIdRoutes.DevicePage;
        writer.WriteString("device_code", deviceCode);
        writer.WriteString("user_code", userCode);
        writer.WriteString("verification_uri", page);
        writer.WriteString("verification_uri_complete", $"{page}?user_code={userCode}");
        writer.WriteNumber("expires_in", (long)settings.CrossDevice.Lifetime.TotalSeconds);
        writer.WriteNumber("interval", settings.CrossDevice.Interval);
    });
}
