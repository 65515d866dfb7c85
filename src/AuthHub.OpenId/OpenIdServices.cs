using AuthHub.OpenId.Clients;
using AuthHub.OpenId.Consents;
using AuthHub.OpenId.Endpoints.Authorization;
using AuthHub.OpenId.Requests;
using AuthHub.OpenId.SignOut;
using Microsoft.Extensions.DependencyInjection;

namespace AuthHub.OpenId;

/// <summary>
/// The table of contents of what this half is made of. The host adds <see cref="Subjects.IAuthentications"/>, <see cref="Subjects.ISubjects"/>,
/// <see cref="Subjects.ISessionEnds"/>, <see cref="Audit.IProtocolAudit"/> and <see cref="Keys.IKeySealing"/>; the stores come with <c>AddOpenIdStores</c>.
/// </summary>
public static class OpenIdServices
{
    public static IServiceCollection AddOpenId(this IServiceCollection services, Action<OpenIdSettings> configure)
    {
        services.AddOptions<OpenIdSettings>().Configure(configure).ValidateDataAnnotations().ValidateOnStart();
        services.AddDataProtection();

        services.AddSingleton<ClientCatalog>();
        services.AddSingleton<AuthorizationRules>();
        services.AddSingleton<PendingRequests>();
        services.AddScoped<ConsentRequests>();
        services.AddScoped<SignOutRequests>();
        return services;
    }
}
