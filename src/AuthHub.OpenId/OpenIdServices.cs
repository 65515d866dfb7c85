using AuthHub.OpenId.Assertions;
using AuthHub.OpenId.Authorizations;
using AuthHub.OpenId.Clients;
using AuthHub.OpenId.Consents;
using AuthHub.OpenId.CrossDevice;
using AuthHub.OpenId.Dpop;
using AuthHub.OpenId.Endpoints;
using AuthHub.OpenId.Endpoints.Authorization;
using AuthHub.OpenId.Errors;
using AuthHub.OpenId.Grants;
using AuthHub.OpenId.Keys;
using AuthHub.OpenId.MutualTls;
using AuthHub.OpenId.Outgoing;
using AuthHub.OpenId.Registration;
using AuthHub.OpenId.Requests;
using AuthHub.OpenId.Resources;
using AuthHub.OpenId.SessionManagement;
using AuthHub.OpenId.SignOut;
using AuthHub.OpenId.Subjects;
using AuthHub.OpenId.Tokens;
using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace AuthHub.OpenId;

/// <summary>
/// The table of contents of what this half is made of. The host adds <see cref="Subjects.IAuthentications"/>, <see cref="Subjects.ISubjects"/>,
/// <see cref="Subjects.ISubjectNames"/>, <see cref="Subjects.IPersonNotices"/>,
/// <see cref="Subjects.ISessionEnds"/>, <see cref="Audit.IProtocolAudit"/> and <see cref="Keys.IKeySealing"/>; the stores come with <c>AddOpenIdStores</c>.
/// </summary>
public static class OpenIdServices
{
    public static IServiceCollection AddOpenId(this IServiceCollection services, Action<OpenIdSettings> configure)
    {
        services.AddOptions<OpenIdSettings>().Configure(configure).ValidateDataAnnotations().ValidateOnStart();
        services.AddDataProtection();

        services.AddSingleton<ClientCatalog>();
        services.AddCors();
        services.AddSingleton<ICorsPolicyProvider, AppOrigins>();
        services.AddSingleton<ClientAuthentication>();
        services.AddSingleton<ClientAssertions>();
        services.AddSingleton<ClientKeys>();
        services.AddSingleton<ClientSubjects>();
        services.AddSingleton<Sector>();
        services.AddSingleton<ResourceCatalog>();
        services.AddSingleton<Targets>();
        services.AddSingleton<SharedSecrets>();
        services.AddSingleton<CertificateAuthorities>();
        services.AddSingleton<ClientCertificates>();
        services.AddSingleton<ClientRegistration>();
        services.AddSingleton<KeyRing>();
        services.AddSingleton<GuardedHttp>();
        services.AddSingleton<OutgoingDocuments>();
        services.AddSingleton<IssuerKeys>();
        services.AddHostedService<KeyRotation>();
        services.AddSingleton<LogoutTokens>();
        services.AddSingleton<LogoutSending>();
        services.AddSingleton<BackChannelLogout>();
        services.AddHostedService(provider => provider.GetRequiredService<BackChannelLogout>());
        services.AddSingleton<BackchannelDelivery>();
        services.AddHostedService(provider => provider.GetRequiredService<BackchannelDelivery>());
        services.AddSingleton<RequestObjects>();
        services.AddSingleton<AccessTokens>();
        services.AddSingleton<DpopNonces>();
        services.AddSingleton<DpopProofs>();
        services.AddSingleton<SenderConstraints>();
        services.AddSingleton<PresentedTokens>();
        services.AddSingleton<ClientJwts>();
        services.AddSingleton<IdTokens>();
        services.AddSingleton<ResponseJwts>();
        services.AddSingleton<SessionStates>();
        services.AddSingleton<DiscoveryDocument>();
        services.AddSingleton<PendingRequests>();
        services.TryAddSingleton<IErrorPages, PlainErrorPages>();
        services.TryAddSingleton(TimeProvider.System);

        services.AddScoped<LiveCheck>();
        services.AddScoped<TokenIssuer>();
        services.AddScoped<Introspection>();
        services.AddScoped<RequestUris>();
        services.AddScoped<AuthorizationRules>();
        services.AddScoped<CodeIssuer>();
        services.AddScoped<AuthorizationResponses>();
        services.AddScoped<ConsentDecision>();
        services.AddScoped<ConsentRequests>();
        services.AddScoped<GrantAssertions>();
        services.AddScoped<BackchannelRequestObjects>();
        services.AddScoped<BackchannelQuestions>();
        services.AddScoped<BackchannelOutcomes>();
        services.AddScoped<CrossDeviceDecisions>();
        services.AddScoped<CrossDeviceRedemption>();
        services.AddScoped<SignOutRequests>();
        services.AddScoped<FrontChannelLogout>();
        services.AddScoped<LogoutPlan>();
        services.AddScoped<RegistrationTokens>();
        services.AddSingleton<SoftwareStatements>();

        var grants = new GrantCatalog();
        services.AddSingleton(grants);
        services.AddGrant<AuthorizationCodeGrant>(grants, GrantTypes.AuthorizationCode);
        services.AddGrant<RefreshTokenGrant>(grants, GrantTypes.RefreshToken);
        services.AddGrant<ClientCredentialsGrant>(grants, GrantTypes.ClientCredentials);
        services.AddGrant<DeviceCodeGrant>(grants, GrantTypes.DeviceCode);
        services.AddGrant<TokenExchangeGrant>(grants, GrantTypes.TokenExchange);
        services.AddGrant<JwtBearerGrant>(grants, GrantTypes.JwtBearer);
        services.AddGrant<CibaGrant>(grants, GrantTypes.Ciba);
        return services;
    }

    private static void AddGrant<TGrant>(this IServiceCollection services, GrantCatalog grants, string name)
        where TGrant : class, IGrant
    {
        grants.Add(name);
        services.AddKeyedScoped<IGrant, TGrant>(name);
    }
}
