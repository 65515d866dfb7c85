using Microsoft.Extensions.DependencyInjection;

namespace AuthHub.Storage;

/// <summary>The stores of the OpenID half.</summary>
public static class OpenIdStores
{
    public static IServiceCollection AddOpenIdStores(this IServiceCollection services) => services;
}
