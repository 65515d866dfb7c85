using AuthHub.Flows;
using AuthHub.Methods;
using AuthHub.Methods.Sms;
using AuthHub.Methods.WebAuthn;
using AuthHub.OpenId;
using AuthHub.OpenId.Audit;
using AuthHub.OpenId.Errors;
using AuthHub.OpenId.Keys;
using AuthHub.OpenId.MutualTls;
using AuthHub.OpenId.Subjects;
using AuthHub.SignIn;
using AuthHub.SignIn.Audit;
using AuthHub.Storage;
using AuthHub.Storage.Changes;
using AuthHub.Storage.PostgreSql;
using AuthHub.Web.Browser;
using AuthHub.Web.Hosting;
using AuthHub.Web.OpenId;
using AuthHub.Web.Pages.Account;
using AuthHub.Web.Pages.Admin;
using AuthHub.Web.Pages.Device;
using AuthHub.Web.Pages.SignIn;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Controllers;
using Microsoft.Extensions.Options;

namespace AuthHub.Web;

/// <summary>AuthHub's table of contents: what the host is made of, and the order in which a request passes.</summary>
public static class AuthHubWeb
{
    public static WebApplicationBuilder AddAuthHub(this WebApplicationBuilder builder)
    {
        // Addresses of requests carry handles; the framework's own request log would repeat them.
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        StartFailure.LogOnce(builder.Logging);
        var services = builder.Services;
        services.AddOptions<WebSettings>().BindConfiguration("AuthHub").ValidateDataAnnotations().ValidateOnStart();
        var issuer = builder.Configuration["AuthHub:Issuer"] ?? "";

        services.AddSignIn();
        if (Uri.TryCreate(issuer, UriKind.Absolute, out var address))
        {
            // Keys and messages belong to the one address people know, unless the settings say otherwise.
            services.Configure<WebAuthnSettings>(webAuthn => (webAuthn.RpId, webAuthn.Origins) = (address.Host, [issuer]));
            services.Configure<SmsSettings>(sms => sms.Host = address.Host);
        }

        services.AddVerificationMethods();
        services.AddMessageGateways(builder.Configuration);
        services.AddSignInStores();
        services.AddOpenIdStores();
        services.AddPostgreSql(builder.Configuration);
        services.AddOpenId(settings =>
        {
            builder.Configuration.GetSection("OpenId").Bind(settings);
            settings.Issuer = issuer;
            Acr.All.ToList().ForEach(settings.AcrValues.Add);
            settings.UiLocales.Add("en");
        });

        services.AddScoped<IAuthentications, Authentications>();
        services.AddScoped<ISubjects, Subjects>();
        services.AddScoped<ISubjectNames, SubjectNames>();
        services.AddScoped<IPersonNotices, PersonNotices>();
        services.AddScoped<ISessionEnds, SessionEnds>();
        services.AddScoped<IProtocolAudit, ProtocolAudit>();
        services.AddSingleton<IErrorPages, ErrorPages>();
        services.AddSingleton<IKeySealing, KeySealing>();
        services.AddSingleton<IChangeListener, ClientsChanged>();
        services.AddSingleton<IChangeListener, KeysChanged>();
        services.AddSingleton<IChangeListener, ResourcesChanged>();
        services.AddScoped<RunBeginning>();
        services.AddSingleton<Outages>();
        services.AddHostedService(provider => provider.GetRequiredService<Outages>());

        services.AddHttpContextAccessor();
        services.AddScoped<Cookies>();
        services.AddScoped<FormNotes>();
        services.AddScoped<CurrentSession>();
        services.AddScoped<RunPageTools>();
        services.AddScoped<SessionPageTools>();
        services.AddScoped<AuthenticatorRows>();
        services.AddScoped<OwnApps>();
        services.AddScoped<DeviceCodes>();
        services.AddScoped<AdminPageTools>();
        services.AddScoped<PersonView>();
        services.AddScoped<AuditLines>();
        services.AddScoped<AppChanges>();
        services.AddScoped<KeyChanges>();
        services.AddScoped<TokenChanges>();
        services.AddSingleton<Initials>();
        services.AddLocalization();
        services.AddRazorPages()
            .ConfigureApplicationPartManager(parts => parts.FeatureProviders.Remove(parts.FeatureProviders.OfType<ControllerFeatureProvider>().Single()))
            .AddViewLocalization().AddMvcOptions(mvc =>
        {
            mvc.Filters.Add(new AutoValidateAntiforgeryTokenAttribute());
            mvc.Filters.Add<StaleForms>();
            mvc.Filters.Add<GetOnlyPages>();
        });
        services.AddAntiforgery(antiforgery =>
        {
            antiforgery.Cookie.Name = issuer.StartsWith("https://", StringComparison.Ordinal) ? "__Host-authhub-form" : "authhub-form";
            antiforgery.Cookie.SameSite = SameSiteMode.Strict;
            antiforgery.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            antiforgery.SuppressXFrameOptionsHeader = true;
        });
        services.Configure<FormOptions>(form =>
        {
            form.ValueCountLimit = 64;
            form.KeyLengthLimit = 256;
            form.ValueLengthLimit = 64 * 1024;
        });
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.ConfigureHttpsDefaults(https => MutualTlsPort.Apply(https, kestrel.ApplicationServices.GetRequiredService<IOptions<OpenIdSettings>>().Value.MutualTls));
            kestrel.Limits.MaxRequestBodySize = 128 * 1024;
            kestrel.Limits.MaxRequestLineSize = 32 * 1024;
            kestrel.Limits.MaxRequestHeadersTotalSize = 48 * 1024;
        });
        return builder;
    }

    public static WebApplication UseAuthHub(this WebApplication app)
    {
        app.UseForwardedCertificates();
        app.UseTrustedProxies();
        app.UseSecurityHeaders();
        app.UseExceptionHandler(new ExceptionHandlerOptions { ExceptionHandlingPath = "/error", StatusCodeSelector = Faults.StatusOf, SuppressDiagnosticsCallback = fault => Faults.StatusOf(fault.Exception) != StatusCodes.Status500InternalServerError });
        app.UseStatusCodePagesWithReExecute("/error");
        app.UseRequestGuard();
        app.Use((http, next) =>
        {
            http.RequestServices.GetRequiredService<RequestOrigin>().Address = http.Connection.RemoteIpAddress?.ToString();
            return next(http);
        });
        app.UseRequestLocalization("en");
        app.UseRouting();
        app.UseCors();
        app.UseSessionUser();
        app.MapAssets();
        app.MapHealth();
        app.MapOpenId();
        app.MapRazorPages();
        return app;
    }
}
