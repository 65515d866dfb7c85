using AuthHub.Demo.Control;
using AuthHub.OpenId.Keys;

namespace AuthHub.Demo.Clients;

/// <summary>Rotates the signing keys as an administrator would: <c>POST /keys/rotate</c>.</summary>
internal static class KeysEndpoint
{
    public static void MapKeys(this IEndpointRouteBuilder routes, IServiceProvider authHub) =>
        routes.MapPost("/keys/rotate", async (CancellationToken cancellationToken) =>
        {
            var keys = authHub.GetRequiredService<KeyRing>();
            var rotated = await keys.RotateAsync(cancellationToken);
            var current = (await keys.ReadAsync(cancellationToken)).Records.Where(key => key.State == KeyStates.Current);
            return JsonBody.Answer(new { rotated, current = current.Select(key => new { alg = key.Algorithm, kid = key.Kid }).ToArray() });
        });
}
