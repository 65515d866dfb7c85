using System.Runtime.CompilerServices;
using AuthHub.SignIn;
using AuthHub.SignIn.Audit;
using AuthHub.SignIn.Authenticators;
using AuthHub.SignIn.Runs;
using AuthHub.SignIn.Sessions;
using AuthHub.SignIn.Users;
using AuthHub.Storage.Secrets;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

[assembly: InternalsVisibleTo("AuthHub.Storage.PostgreSql")]
[assembly: InternalsVisibleTo("AuthHub.Storage.Tests")]

namespace AuthHub.Storage;

/// <summary>The stores of the sign-in half, by name.</summary>
public static class SignInStores
{
    /// <summary>Adds them; the database itself comes from a provider such as <c>AddPostgreSql</c>.</summary>
    public static IServiceCollection AddSignInStores(this IServiceCollection services)
    {
        services.AddOptions<StorageSettings>().BindConfiguration("Storage").ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddScoped<RequestOrigin>();

        services.AddScoped<IUsers, Users>();
        services.AddScoped<IAuthenticators, Authenticators>();
        services.AddScoped<ISessions, Sessions>();
        services.AddScoped<IHousekeeping, ExpiredSessions>();
        services.AddScoped<IRuns, Runs>();
        services.AddScoped<IChallenges, Challenges>();
        services.AddScoped<IAudit, AuditEvents>();
        services.AddScoped<ITransactions, Transactions>();
        services.AddScoped<MasterKeyCheck>();

        services.AddSingleton<MasterKeys>();
        services.AddSingleton<ISecretBox, SecretBox>();
        services.AddSingleton<IConfigureOptions<KeyManagementOptions>, CookieKeys>();
        services.AddDataProtection().SetApplicationName("AuthHub");
        return services;
    }
}
