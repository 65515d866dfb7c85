using AuthHub.OpenId.Authorizations;
using AuthHub.OpenId.Clients;
using AuthHub.OpenId.Consents;
using AuthHub.OpenId.CrossDevice;
using AuthHub.OpenId.Keys;
using AuthHub.OpenId.Registration;
using AuthHub.OpenId.Requests;
using AuthHub.OpenId.Resources;
using AuthHub.OpenId.SignOut;
using AuthHub.OpenId.SingleUse;
using AuthHub.OpenId.Tokens;
using AuthHub.Storage.Changes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace AuthHub.Storage;

/// <summary>The stores of the OpenID half.</summary>
public static class OpenIdStores
{
    public static IServiceCollection AddOpenIdStores(this IServiceCollection services)
    {
        services.TryAddScoped<IChangeNotices, NoNotices>();
        services.AddScoped<IClients, Clients>();
        services.AddScoped<IAuthorizations, Authorizations>();
        services.AddScoped<IConsents, Consents>();
        services.AddScoped<IInitialAccessTokens, InitialAccessTokens>();
        services.AddScoped<ISigningKeys, SigningKeys>();
        services.AddScoped<IUsedValues, UsedValues>();
        services.AddScoped<IHousekeeping, ExpiredAuthorizations>();
        services.AddScoped<IHousekeeping, UsedValues>();
        services.AddScoped<ILogoutDeliveries, LogoutDeliveries>();
        services.AddScoped<IHousekeeping, LogoutDeliveries>();
        services.AddScoped<IPushedRequests, PushedRequests>();
        services.AddScoped<IHousekeeping, PushedRequests>();
        services.AddScoped<IResources, Resources>();
        services.AddScoped<IOpaqueTokens, OpaqueTokens>();
        services.AddScoped<IHousekeeping, OpaqueTokens>();
        services.AddScoped<ICrossDeviceRequests, CrossDeviceRequests>();
        services.AddScoped<IHousekeeping, CrossDeviceRequests>();
        return services;
    }
}
