using AuthHub.Methods.Password;
using AuthHub.Methods.Totp;
using AuthHub.SignIn.Methods;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace AuthHub.Methods;

/// <summary>The table of contents of verification methods: one line each.</summary>
public static class MethodServices
{
    public static IServiceCollection AddVerificationMethods(this IServiceCollection services)
    {
        services.AddLocalization();
        services.TryAddSingleton(TimeProvider.System);
        services.AddPasswords();
        return services
            .AddMethod<PasswordMethod, PasswordSettings>("password")
            .AddMethod<TotpMethod, TotpSettings>("totp");
    }

    private static void AddPasswords(this IServiceCollection services)
    {
        services.AddSingleton(provider => new PasswordHashQueue(
            Environment.ProcessorCount, provider.GetRequiredService<IOptions<PasswordSettings>>().Value.Waiting));
        services.AddSingleton<PasswordHasher>();
        services.AddSingleton<PasswordRules>();
    }
}
