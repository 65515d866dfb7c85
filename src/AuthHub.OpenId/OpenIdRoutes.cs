using AuthHub.OpenId.Endpoints;
using AuthHub.OpenId.Endpoints.Authorization;
using AuthHub.OpenId.Errors;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace AuthHub.OpenId;

/// <summary>The table of contents of what this half answers to, and the names of the pages it expects of the host.</summary>
public static class OpenIdRoutes
{
    public const string Authorize = "/connect/authorize";
    public const string PushedAuthorization = "/connect/par";
    public const string Device = "/connect/device";
    public const string BackchannelAuthentication = "/connect/backchannel";
    public const string Token = "/connect/token";
    public const string UserInfo = "/connect/userinfo";
    public const string Introspect = "/connect/introspect";
    public const string Revoke = "/connect/revoke";
    public const string EndSession = "/connect/endsession";
    public const string CheckSession = "/connect/checksession";
    public const string Register = "/connect/register";
    public const string Jwks = "/connect/jwks";
    public const string Discovery = "/.well-known/openid-configuration";
    public const string ServerMetadata = "/.well-known/oauth-authorization-server";

    /// <summary>The host's consent page, <c>?request=</c> a handle for <see cref="Consents.ConsentRequests"/>.</summary>
    public const string ConsentPage = "/consent";

    /// <summary>The host's page where people type the code a device shows, <c>?user_code=</c> optional.</summary>
    public const string DevicePage = "/device";

    /// <summary>The host's page that asks before signing out, <c>?request=</c> a handle for <see cref="SignOut.SignOutRequests"/>.</summary>
    public const string SignOutPage = "/sign-out";

    /// <summary>The host's page after a sign-out that leads nowhere else, or first by way of apps: <c>?request=</c> a handle for <see cref="SignOut.FrontChannelLogout"/>.</summary>
    public const string SignedOutPage = "/signed-out";

    /// <summary>Maps every endpoint of this half.</summary>
    public static IEndpointRouteBuilder MapOpenId(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("").AddEndpointFilter<ProtocolErrorFilter>();
        DiscoveryEndpoint.Map(group);
        JwksEndpoint.Map(group);
        AuthorizationEndpoint.Map(group);
        PushedAuthorizationEndpoint.Map(group);
        DeviceAuthorizationEndpoint.Map(group);
        BackchannelAuthenticationEndpoint.Map(group);
        TokenEndpoint.Map(group);
        UserInfoEndpoint.Map(group);
        IntrospectionEndpoint.Map(group);
        RevocationEndpoint.Map(group);
        EndSessionEndpoint.Map(group);
        CheckSessionEndpoint.Map(group);
        RegistrationEndpoint.Map(group);
        return routes;
    }
}
