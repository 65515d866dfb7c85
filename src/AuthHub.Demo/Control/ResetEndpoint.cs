using AuthHub.Demo.Hosts;
using AuthHub.Demo.Messages;
using AuthHub.Demo.Time;

namespace AuthHub.Demo.Control;

/// <summary>Back to a fresh demo: <c>POST /reset</c>.</summary>
internal static class ResetEndpoint
{
    private static readonly SemaphoreSlim _turn = new(1, 1);

    public static void MapReset(this IEndpointRouteBuilder routes, DemoClock clock, Outbox outbox, DemoContent content)
    {
        routes.MapPost("/reset", async () =>
        {
            await ResetAsync(clock, outbox, content);
            return Results.NoContent();
        });
        routes.MapPost("/reset/form", async () =>
        {
            await ResetAsync(clock, outbox, content);
            return new SeeOther("/");
        });
    }

    /// <summary>Goes through to the end even if the caller leaves: half a reset helps nobody.</summary>
    private static async Task ResetAsync(DemoClock clock, Outbox outbox, DemoContent content)
    {
        await _turn.WaitAsync();
        try
        {
            await content.ResetAsync(clock, outbox, CancellationToken.None);
        }
        finally
        {
            _turn.Release();
        }
    }
}
