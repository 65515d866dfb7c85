namespace AuthHub.OpenId.Resources;

/// <summary>The stored resources. Requests read them through <see cref="ResourceCatalog"/>, which is told of every change made here.</summary>
public interface IResources
{
    Task<IReadOnlyList<Resource>> AllAsync(CancellationToken cancellationToken);

    /// <summary>Adds the resource, or gives the one of this indicator these scopes.</summary>
    Task SetAsync(Resource resource, CancellationToken cancellationToken);

    /// <summary>False when it does not exist.</summary>
    Task<bool> RemoveAsync(string indicator, CancellationToken cancellationToken);
}
