using AuthHub.Storage;

namespace AuthHub.Web.Hosting;

/// <summary>For whatever watches AuthHub: is the process alive, and is it ready to serve.</summary>
internal static class Health
{
    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/health/live", () => Results.Text("alive"));
        routes.MapGet("/health/ready", async (HttpContext http, IStorageHealth storage, CancellationToken cancellationToken) =>
        {
            if (await storage.CheckAsync(cancellationToken))
            {
                return Results.Text("ready");
            }

            http.Response.Headers.RetryAfter = "5";
            return Results.Text("the database does not answer", statusCode: StatusCodes.Status503ServiceUnavailable);
        });
    }
}
