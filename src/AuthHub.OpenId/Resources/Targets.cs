using AuthHub.OpenId.Clients;
using AuthHub.OpenId.Errors;
using AuthHub.OpenId.Tokens;
using Microsoft.Extensions.Options;

namespace AuthHub.OpenId.Resources;

/// <summary>
/// Decides for which resources a token is, and narrows its scopes to theirs (RFC 8707). A token of a request that names no resource is for
/// AuthHub itself. Asking for less later is always possible, asking for more never is.
/// </summary>
public sealed class Targets(ResourceCatalog catalog, IOptions<OpenIdSettings> settings)
{
    private const int MostResources = 10;

    /// <summary>The resources a request names, each registered and open to the client; a refusal where one is not (section 2).</summary>
    /// <param name="client">Who asks. It may go where it may have one of the scopes.</param>
    /// <param name="parameter">The values of <c>resource</c>, parted by spaces: they hold none themselves.</param>
    /// <param name="cancellationToken">Ends the question.</param>
    public async ValueTask<IReadOnlyList<Resource>> ReadAsync(Client client, string? parameter, CancellationToken cancellationToken)
    {
        var resources = await FindAsync(parameter, cancellationToken);
        return resources.All(resource => resource.Scopes.Count == 0 || resource.Scopes.Exists(client.Scopes.Contains))
            ? resources
            : throw ProtocolError.InvalidTarget.Because("a resource with no scope that is registered for this client");
    }

    /// <summary>Those of the scopes that mean something at these resources; a refusal where nothing is left for one of them.</summary>
    public static List<string> Narrow(IReadOnlyList<Resource> resources, IReadOnlyList<string> scopes)
    {
        // Without scopes, what is asked for stands in authorization details.
        if (resources.Count == 0 || scopes.Count == 0)
        {
            return [.. scopes];
        }

        return resources.All(resource => resource.Scopes.Count == 0 || resource.Scopes.Exists(scopes.Contains))
            ? [.. scopes.Where(scope => Scopes.All.Contains(scope) || resources.Any(resource => resource.Scopes.Contains(scope)))]
            : throw ProtocolError.InvalidTarget.Because("a resource for which no scope is left");
    }

    /// <summary>The target of a token for the client itself.</summary>
    public async ValueTask<Target> ForClientAsync(Client client, IReadOnlyList<string> scopes, string? parameter, CancellationToken cancellationToken)
    {
        var resources = await ReadAsync(client, parameter, cancellationToken);
        return resources.Count == 0 ? new Target([settings.Value.Issuer], scopes) : At(resources, Narrow(resources, scopes));
    }

    /// <summary>The target of a token for what a person permitted: everything, or the part a token request asks for (section 2.2).</summary>
    /// <param name="granted">The resources of the authorization.</param>
    /// <param name="scopes">What of its scopes is asked for now.</param>
    /// <param name="parameter">The <c>resource</c> of the token request; null for all.</param>
    /// <param name="cancellationToken">Ends the question.</param>
    public async ValueTask<Target> OfAsync(IReadOnlyList<string> granted, IReadOnlyList<string> scopes, string? parameter, CancellationToken cancellationToken)
    {
        if (granted.Count == 0 && parameter is null)
        {
            return new Target([settings.Value.Issuer], scopes);
        }

        var resources = await FindAsync(parameter ?? string.Join(' ', granted), cancellationToken);
        if (!resources.All(resource => granted.Contains(resource.Indicator)))
        {
            throw ProtocolError.InvalidTarget.Because("a resource that was not granted");
        }

        if (parameter is not null)
        {
            return At(resources, Narrow(resources, scopes));
        }

        // Userinfo is a resource too, where the person's claims were asked for.
        var target = At(resources, Narrow(resources, scopes));
        return scopes.Contains(Scopes.OpenId) ? new Target([.. target.Audience, settings.Value.Issuer], Narrow(resources, scopes)) : target;
    }

    /// <summary>A token for resources alone carries none of the scopes that mean something only here.</summary>
    private static Target At(IReadOnlyList<Resource> resources, List<string> scopes) =>
        new([.. resources.Select(resource => resource.Indicator)], [.. scopes.Where(scope => !Scopes.All.Contains(scope))]);

    private async ValueTask<IReadOnlyList<Resource>> FindAsync(string? parameter, CancellationToken cancellationToken)
    {
        var names = (parameter ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.Ordinal).ToList();
        if (names.Count > MostResources)
        {
            throw ProtocolError.InvalidTarget.Because("too many resources");
        }

        var resources = new List<Resource>(names.Count);
        foreach (var name in names)
        {
            resources.Add(await catalog.FindAsync(name, cancellationToken) ?? throw ProtocolError.InvalidTarget.Because("resource unknown or malformed"));
        }

        return resources;
    }
}
