using System.Globalization;
using AuthHub.Demo.Control;
using AuthHub.Demo.People;

namespace AuthHub.Demo.Time;

/// <summary>Reads and moves the clock of the whole server: <c>/clock</c>.</summary>
internal static class ClockEndpoints
{
    public static void MapClock(this IEndpointRouteBuilder routes, DemoClock clock, UsedCodes codes)
    {
        routes.MapGet("/clock", () => Show(clock));
        routes.MapPut("/clock", async (HttpRequest request) =>
        {
            var body = await JsonBody.ReadObjectAsync(request);
            await MoveAsync(clock, codes, () => Move(clock, body), request.HttpContext.RequestAborted);
            return Show(clock);
        });
        routes.MapDelete("/clock", async (CancellationToken cancellationToken) =>
        {
            await MoveAsync(clock, codes, clock.Reset, cancellationToken);
            return Show(clock);
        });

        // For the form on the tour, which works without script.
        routes.MapPost("/clock/form", async (HttpRequest request) =>
        {
            var form = await request.ReadFormAsync();
            Action move = Duration.Parse(form["advance"].ToString()) is { } by ? () => clock.TryAdvance(by) : clock.Reset;
            await MoveAsync(clock, codes, move, request.HttpContext.RequestAborted);
            return new SeeOther("/#clock");
        });
    }

    private static async Task MoveAsync(DemoClock clock, UsedCodes codes, Action move, CancellationToken cancellationToken)
    {
        var before = clock.Offset;
        move();
        if (clock.Offset < before)
        {
            await codes.ForgetLaterAsync(cancellationToken);
        }
    }

    private static void Move(DemoClock clock, Members body)
    {
        var (now, advance) = (body.Text("now"), body.Text("advance"));
        body.Require(now is null != advance is null, "exactly one of now (RFC 3339) and advance (ISO 8601 duration) is needed.");
        if (now is not null)
        {
            body.Require(
                DateTimeOffset.TryParse(now, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment) && clock.TrySet(moment),
                "now must be a time as in RFC 3339, such as 2030-01-31T12:00:00Z, between 1971 and 2199.");
        }
        else if (advance is not null)
        {
            body.Require(
                Duration.Parse(advance) is { } by && clock.TryAdvance(by),
                "advance must be an ISO 8601 duration such as PT31M or -PT1H that leads to a time between 1971 and 2199.");
        }

        body.ThrowIfWrong();
    }

    private static IResult Show(DemoClock clock) => JsonBody.Answer(new { now = Moment.Text(clock.GetUtcNow()) });
}
