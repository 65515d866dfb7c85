using Helpdesk.Hosting;
using Helpdesk.SignIn;

namespace Helpdesk;

/// <summary>Builds the helpdesk as one web application, for its own process and for any host that runs it beside AuthHub.</summary>
public static class HelpdeskApp
{
    /// <summary>Makes the application; <paramref name="configure"/> runs first, so that what it registers (a clock, settings) wins.</summary>
    public static WebApplication Create(string[] args, Action<WebApplicationBuilder>? configure = null)
    {
        // The name finds the compiled pages even when the entry assembly is another one.
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ApplicationName = "Helpdesk" });
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning).AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Information);
        configure?.Invoke(builder);
        builder.WebHost.ConfigureKestrel(HelpdeskServices.Limit);
        builder.Services.AddHelpdesk(builder.Configuration);

        var app = builder.Build();
        app.UseHsts();
        app.UseMiddleware<SecurityHeaders>();
        app.UseExceptionHandler(new ExceptionHandlerOptions { ExceptionHandlingPath = "/error", StatusCodeSelector = Fault.StatusOf, SuppressDiagnosticsCallback = fault => Fault.StatusOf(fault.Exception) != StatusCodes.Status500InternalServerError });
        app.UseStatusCodePagesWithReExecute("/error");
        app.UseStaticFiles(Assets.Options);
        app.UseRouting();
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapBackChannelLogout();
        app.MapRazorPages();
        return app;
    }
}
