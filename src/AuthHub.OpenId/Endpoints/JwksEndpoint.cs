using AuthHub.OpenId.Keys;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace AuthHub.OpenId.Endpoints;

/// <summary>The public keys (RFC 7517 section 5): next, current and retired.</summary>
internal static class JwksEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet(OpenIdRoutes.Jwks, HandleAsync);

    private static async Task<IResult> HandleAsync(KeyRing keys, CancellationToken cancellationToken) =>
        new StaticJson((await keys.ReadAsync(cancellationToken)).Document);
}
