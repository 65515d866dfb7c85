using Microsoft.Extensions.DependencyInjection;

namespace AuthHub.SignIn.Methods;

/// <summary>Adds verification methods: one line each.</summary>
public static class MethodRegistration
{
    /// <summary>Adds a method whose settings come from the configuration section <c>Methods:{name}</c> and are checked at start.</summary>
    public static IServiceCollection AddMethod<TMethod, TSettings>(this IServiceCollection services, string name)
        where TMethod : class, IVerificationMethod
        where TSettings : class
    {
        services.AddOptions<TSettings>().BindConfiguration("Methods:" + name).ValidateDataAnnotations().ValidateOnStart();
        return services.AddScoped<IVerificationMethod, TMethod>();
    }
}
