using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace AuthHub.OpenId.Endpoints;

/// <summary>The provider's configuration (OpenID Connect Discovery section 4).</summary>
internal static class DiscoveryEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet(OpenIdRoutes.Discovery, Handle);

    private static StaticJson Handle(DiscoveryDocument discovery) => new StaticJson(discovery.Document);
}
