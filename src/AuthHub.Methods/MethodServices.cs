using AuthHub.Methods.Password;
using AuthHub.Methods.Sms;
using AuthHub.Methods.Totp;
using AuthHub.Methods.WebAuthn;
using AuthHub.SignIn.Messages;
using AuthHub.SignIn.Methods;
using Microsoft.Extensions.Configuration;
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
        services.AddSingleton(provider => new PasswordHashQueue(
            Environment.ProcessorCount, provider.GetRequiredService<IOptions<PasswordSettings>>().Value.Waiting));
        services.AddSingleton<PasswordHasher>();
        services.AddSingleton<PasswordRules>();
        services.AddScoped<WebAuthnCeremony>();
        services.AddScoped<SmsDispatch>();
        return services
            .AddMethod<PasswordMethod, PasswordSettings>("password")
            .AddMethod<TotpMethod, TotpSettings>("totp")
            .AddMethod<WebAuthnMethod, WebAuthnSettings>("webauthn")
            .AddMethod<SmsMethod, SmsSettings>("sms");
    }

    /// <summary>Adds the carriers that the configuration names: Twilio when <c>Sms:Twilio:AccountSid</c> is set.</summary>
    public static IServiceCollection AddMessageGateways(this IServiceCollection services, IConfiguration configuration)
    {
        if (string.IsNullOrEmpty(configuration["Sms:Twilio:AccountSid"]))
        {
            return services;
        }

        services.AddOptions<TwilioSettings>().BindConfiguration("Sms:Twilio").ValidateDataAnnotations().ValidateOnStart();
        services.AddHttpClient<TwilioGateway>(http => http.Timeout = TimeSpan.FromSeconds(5));
        return services.AddTransient<IMessageGateway>(provider => provider.GetRequiredService<TwilioGateway>());
    }
}
