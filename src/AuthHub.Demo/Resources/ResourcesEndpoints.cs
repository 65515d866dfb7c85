using AuthHub.Demo.Control;
using AuthHub.OpenId.Resources;

namespace AuthHub.Demo.Resources;

/// <summary>Registers APIs that tokens can be asked for (RFC 8707): <c>POST /resources</c>.</summary>
internal static class ResourcesEndpoints
{
    private const int LongestScope = 200;

    public static void MapResources(this IEndpointRouteBuilder routes, IServiceProvider authHub) =>
        routes.MapPost("/resources", async (HttpRequest request, CancellationToken cancellationToken) =>
        {
            var resource = Read(await JsonBody.ReadObjectAsync(request));
            await using var scope = authHub.CreateAsyncScope();
            await scope.ServiceProvider.GetRequiredService<IResources>().SetAsync(resource, cancellationToken);
            return JsonBody.Answer(new { indicator = resource.Indicator, scopes = resource.Scopes }, StatusCodes.Status201Created);
        });

    private static Resource Read(Members members)
    {
        var resource = new Resource { Indicator = members.Text("indicator") ?? "", Scopes = members.Texts("scopes", LongestScope) };
        members.RefuseOthers();
        foreach (var fault in resource.Faults())
        {
            members.Refuse(fault);
        }

        members.ThrowIfWrong();
        return resource;
    }
}
