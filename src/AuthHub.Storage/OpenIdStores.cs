using AuthHub.OpenId.Authorizations;
using AuthHub.OpenId.Clients;
using AuthHub.OpenId.Consents;
using AuthHub.OpenId.Keys;
using AuthHub.OpenId.Requests;
using Microsoft.Extensions.DependencyInjection;

namespace AuthHub.Storage;

/// <summary>The stores of the OpenID half.</summary>
public static class OpenIdStores
{
    public static IServiceCollection AddOpenIdStores(this IServiceCollection services)
    {
        services.AddScoped<IClients, Clients>();
        services.AddScoped<IAuthorizations, Authorizations>();
        services.AddScoped<IConsents, Consents>();
        services.AddScoped<ISigningKeys, SigningKeys>();
        services.AddScoped<IPushedRequests, PushedRequests>();
        services.AddScoped<IHousekeeping, ExpiredAuthorizations>();
        services.AddScoped<IHousekeeping, PushedRequests>();
        return services;
    }
}
