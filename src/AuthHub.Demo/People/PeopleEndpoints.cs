using System.Text.Json;
using AuthHub.Demo.Control;

namespace AuthHub.Demo.People;

/// <summary>Adds people: <c>POST /people</c>, one or an array of up to 10,000.</summary>
internal static class PeopleEndpoints
{
    public static void MapPeople(this IEndpointRouteBuilder routes, WishReader reader, DemoPeople people) =>
        routes.MapPost("/people", async (HttpRequest request, CancellationToken cancellationToken) =>
        {
            var body = await JsonBody.ReadAsync(request);
            var ids = await people.AddAsync(reader.Read(body), cancellationToken);
            var rows = ids.Select(id => new { id });
            return JsonBody.Answer(body.ValueKind == JsonValueKind.Array ? rows : rows.Single(), StatusCodes.Status201Created);
        });
}
