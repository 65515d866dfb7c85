using System.Reflection;
using AuthHub.Demo.Control;
using AuthHub.Demo.Time;

namespace AuthHub.Demo.Pages;

/// <summary>The tour at <c>/</c>, the codes it shows, and its style and script.</summary>
internal static class TourEndpoints
{
    public static void MapTour(this IEndpointRouteBuilder routes, DemoClock clock, DemoSettings settings)
    {
        // The result type is said because the request delegate generator does not see the types that Razor generates.
        routes.MapGet("/", IResult () => new PageResult<TourPage>(new()
        {
            [nameof(TourPage.AuthHub)] = settings.AuthHubAddress,
            [nameof(TourPage.Helpdesk)] = settings.HelpdeskAddress,
            [nameof(TourPage.Now)] = clock.GetUtcNow(),
            [nameof(TourPage.Moved)] = clock.Offset != TimeSpan.Zero,
        }));
        routes.MapGet("/codes", () => JsonBody.Answer(new
        {
            now = Moment.Text(clock.GetUtcNow()),
            codes = Live.At(clock.GetUtcNow()).Select(live => new { username = live.Username, code = live.Code, seconds = live.Seconds }),
        }));
        MapAsset(routes, "demo.css", "text/css; charset=utf-8");
        MapAsset(routes, "demo.js", "text/javascript; charset=utf-8");
        MapAsset(routes, "favicon.svg", "image/svg+xml");
    }

    private static void MapAsset(IEndpointRouteBuilder routes, string name, string type)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("assets/" + name)!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        routes.MapGet("/" + name, () => Results.Bytes(bytes, type));
    }
}
