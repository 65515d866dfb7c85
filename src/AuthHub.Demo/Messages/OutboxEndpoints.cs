using AuthHub.Demo.Control;
using AuthHub.Demo.Pages;
using AuthHub.Demo.Time;

namespace AuthHub.Demo.Messages;

/// <summary>What the demo sent: <c>/outbox</c>, as JSON for programs and as a page for people.</summary>
internal static class OutboxEndpoints
{
    public static void MapOutbox(this IEndpointRouteBuilder routes, Outbox outbox)
    {
        routes.MapGet("/outbox", (HttpRequest request) =>
        {
            string[] kinds = [.. request.Query["kind"].OfType<string>().SelectMany(kind => kind.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))];
            if (kinds.Except(OutboxGateway.Kinds, StringComparer.OrdinalIgnoreCase).Any())
            {
                throw new Refusal(StatusCodes.Status400BadRequest, $"kind must be one of {string.Join(", ", OutboxGateway.Kinds)}, or several with commas between them.");
            }

            var found = outbox.Find(kinds, request.Query["to"]);
            request.HttpContext.Response.Headers.Vary = "Accept";
            return request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase)
                ? new PageResult<OutboxPage>(new() { [nameof(OutboxPage.Messages)] = found })
                : JsonBody.Answer(found.Select(Row));
        });
        routes.MapDelete("/outbox", () =>
        {
            outbox.Clear();
            return Results.NoContent();
        });
        routes.MapPost("/outbox/empty", () =>
        {
            outbox.Clear();
            return new SeeOther("/outbox");
        });

        // A mail's HTML as its own document, which may run nothing.
        routes.MapGet("/outbox/{id}.html", (string id, HttpResponse response) =>
        {
            response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox; frame-ancestors 'self'";
            return outbox.Find([], null).FirstOrDefault(message => message.Id == id)?.Html is { } html ? Results.Text(html, "text/html; charset=utf-8") : Results.NotFound();
        });
    }

    private static object Row(OutboxMessage message) => new
    {
        id = message.Id,
        kind = message.Kind,
        to = message.To,
        subject = message.Subject,
        text = message.Text,
        html = message.Html,
        at = Moment.Text(message.At),
    };
}
