using AuthHub.Demo.Control;
using AuthHub.Flows;
using AuthHub.OpenId.Clients;
using AuthHub.SignIn.Methods;
using AuthHub.Web.OpenId;

namespace AuthHub.Demo.Clients;

/// <summary>Registers clients with the metadata of RFC 7591: <c>POST /clients</c>.</summary>
internal static class ClientsEndpoints
{
    public static void MapClients(this IEndpointRouteBuilder routes, IServiceProvider authHub) =>
        routes.MapPost("/clients", async (HttpRequest request, CancellationToken cancellationToken) =>
        {
            var metadata = MetadataSpelling.Read(await JsonBody.ReadAsync(request));
            switch (await authHub.GetRequiredService<Sector>().ConfirmAsync(authHub.GetRequiredService<ClientRegistration>().Read(metadata), cancellationToken))
            {
                case RegistrationVerdict.Accepted accepted:
                    await AddAsync(authHub, accepted.Client, cancellationToken);
                    return JsonBody.Answer(ClientDocument.Of(accepted.Client, accepted.Secret), StatusCodes.Status201Created);
                case RegistrationVerdict.Refused refused:
                    throw new Refusal(StatusCodes.Status400BadRequest, refused.Reasons);
                default:
                    throw new InvalidOperationException("A registration is accepted or refused.");
            }
        });

    private static async Task AddAsync(IServiceProvider authHub, Client client, CancellationToken cancellationToken)
    {
        await using var scope = authHub.CreateAsyncScope();
        var methods = scope.ServiceProvider.GetRequiredService<MethodBook>();
        if (ClientDemand.Unknown(client.Demand, methods).Count > 0)
        {
            throw new Refusal(StatusCodes.Status400BadRequest, $"demand must name levels ({string.Join(", ", Acr.All)}) or methods ({string.Join(", ", methods.SecondFactors.Select(method => method.Info.Name))}).");
        }

        bool added;
        try
        {
            added = await scope.ServiceProvider.GetRequiredService<IClients>().AddAsync(client, cancellationToken);
        }
        catch (ArgumentException failure)
        {
            throw new Refusal(StatusCodes.Status400BadRequest, failure.Message);
        }

        if (!added)
        {
            throw new Refusal(StatusCodes.Status409Conflict, $"The client_id {client.ClientId} is taken.");
        }
    }
}
