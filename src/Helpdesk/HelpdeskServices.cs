using Helpdesk.Hosting;
using Helpdesk.SignIn;
using Helpdesk.Tickets;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Helpdesk;

/// <summary>The helpdesk's table of contents: everything it registers.</summary>
internal static class HelpdeskServices
{
    public static void AddHelpdesk(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<IValidateOptions<HelpdeskSettings>, HelpdeskSettingsRules>();
        services.AddOptions<HelpdeskSettings>()
            .BindConfiguration("Helpdesk")
            .Configure<IConfiguration>((settings, all) => settings.Database = all.GetConnectionString("Helpdesk") ?? "")
            .ValidateOnStart();

        AddSignIn(services);
        AddKeys(services, configuration["Helpdesk:DataFolder"]);
        AddTickets(services);
        AddPages(services);
    }

    public static void Limit(KestrelServerOptions kestrel)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = 256 * 1024;
    }

    private static void AddSignIn(IServiceCollection services)
    {
        services.AddSingleton<BackChannel>();
        services.AddSingleton<Discovery>();
        services.AddSingleton<ProviderKeys>();
        services.AddSingleton<EndedSessions>();
        services.AddAuthentication(options =>
            {
                options.DefaultScheme = CookieAuthenticationDefaults.AuthenticationScheme;
                options.DefaultChallengeScheme = OidcOptions.Scheme;
            })
            .AddCookie(SessionCookie.Configure)
            .AddOAuth<OidcOptions, OidcHandler>(OidcOptions.Scheme, "AuthHub", _ => { });
        services.AddOptions<OidcOptions>(OidcOptions.Scheme)
            .Configure<IOptions<HelpdeskSettings>>((options, settings) => options.Use(settings.Value));
        services.AddAuthorization();
    }

    private static void AddKeys(IServiceCollection services, string? folder)
    {
        var keys = services.AddDataProtection().SetApplicationName("Helpdesk");
        if (string.IsNullOrWhiteSpace(folder))
        {
            keys.AddKeyManagementOptions(options => options.XmlRepository = new KeysInMemory());
        }
        else
        {
            keys.PersistKeysToFileSystem(new DirectoryInfo(Path.Combine(folder, "keys")));
        }
    }

    private static void AddTickets(IServiceCollection services)
    {
        services.AddDbContextPool<HelpdeskDb>((provider, options) =>
            options.UseNpgsql(provider.GetRequiredService<IOptions<HelpdeskSettings>>().Value.Database)
                // The error page says it once, with its number; a bug is logged by whoever catches it.
                .ConfigureWarnings(warnings => warnings.Log(
                    (RelationalEventId.ConnectionError, LogLevel.Debug),
                    (RelationalEventId.CommandError, LogLevel.Debug),
                    (CoreEventId.SaveChangesFailed, LogLevel.Debug),
                    (CoreEventId.QueryIterationFailed, LogLevel.Debug))));
        services.AddScoped<TicketStore>();
        services.AddSingleton<StorageSetup>();
        services.AddHostedService(provider => provider.GetRequiredService<StorageSetup>());
    }

    private static void AddPages(IServiceCollection services)
    {
        services.AddLocalization();
        services.AddRazorPages().AddMvcOptions(options => options.Filters.Add<KnownHandlersOnly>());
        services.AddRouting(options => options.LowercaseUrls = true);
        services.AddHsts(options => options.MaxAge = TimeSpan.FromDays(365));
        services.AddAntiforgery(options =>
        {
            // Cookies of one host are shared by all its ports, so every name says whose it is.
            options.Cookie.Name = "helpdesk-antiforgery";
            options.Cookie.SameSite = SameSiteMode.Lax;
            options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        });
        services.Configure<FormOptions>(options =>
        {
            options.ValueCountLimit = 32;
            options.KeyLengthLimit = 256;
            options.ValueLengthLimit = 128 * 1024;
            options.MultipartBodyLengthLimit = 256 * 1024;
        });
    }
}
