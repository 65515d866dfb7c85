using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;

namespace AuthHub.OpenId.Endpoints;

/// <summary>The provider's configuration, at the address of OpenID Connect Discovery section 4 and at that of RFC 8414 section 3.</summary>
internal static class DiscoveryEndpoint
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(OpenIdRoutes.Discovery, Handle);
        routes.MapGet(OpenIdRoutes.ServerMetadata + "/{**path}", HandleAt);
    }

    private static StaticJson Handle(DiscoveryDocument discovery) => new StaticJson(discovery.Document);

    /// <summary>RFC 8414 section 3.1: the path of the issuer, if it has one, follows the well-known part.</summary>
    private static IResult HandleAt(string? path, DiscoveryDocument discovery, IOptions<OpenIdSettings> settings) =>
        string.IsNullOrEmpty(path) || path == new Uri(settings.Value.Issuer).AbsolutePath.Trim('/') ? Handle(discovery) : Results.NotFound();
}
