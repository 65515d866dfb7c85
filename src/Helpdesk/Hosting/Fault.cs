using System.Diagnostics;
using Helpdesk.SignIn;
using Helpdesk.Tickets;
using Microsoft.AspNetCore.Diagnostics;

namespace Helpdesk.Hosting;

/// <summary>What went wrong in a request, in the form the error page needs: whose texts, and where "Try again" leads.</summary>
/// <param name="Name">The middle part of the text names, as in <c>Fault.NotFound.Title</c>.</param>
/// <param name="RetryUrl">Where "Try again" leads; null where trying again cannot help.</param>
public sealed record Fault(string Name, string? RetryUrl)
{
    /// <summary>The status of an exception that nobody expected.</summary>
    public static int StatusOf(Exception exception) => exception switch
    {
        BadHttpRequestException refused => refused.StatusCode,
        _ when StorageFault.Is(exception) => StatusCodes.Status503ServiceUnavailable,
        _ => StatusCodes.Status500InternalServerError,
    };

    /// <summary>The number that the page shows and the log repeats.</summary>
    public static string NumberOf(HttpContext context) => Activity.Current?.TraceId.ToHexString() ?? context.TraceIdentifier;

    /// <summary>Ends the request with a status and leaves the words to the error page.</summary>
    public static void Report(HttpContext context, SignInProblem problem, string? returnUrl)
    {
        context.Features.Set(new Fault(problem.ToString(), "/login?returnUrl=" + Uri.EscapeDataString(ReturnUrl.OrHome(returnUrl))));
        context.Response.StatusCode = problem.Status();
    }

    /// <summary>Finds out why the error page is shown.</summary>
    public static Fault Of(HttpContext context)
    {
        if (context.Features.Get<Fault>() is { } reported)
        {
            return reported;
        }

        if (context.Features.Get<IExceptionHandlerPathFeature>() is { } thrown && StorageFault.Is(thrown.Error))
        {
            return new Fault("Storage", ReturnUrl.OrHome(thrown.Path));
        }

        return context.Response.StatusCode switch
        {
            StatusCodes.Status400BadRequest or StatusCodes.Status415UnsupportedMediaType => new Fault("BadRequest", null),
            StatusCodes.Status403Forbidden => new Fault("Forbidden", null),
            StatusCodes.Status413PayloadTooLarge => new Fault("TooLarge", null),
            >= 500 => new Fault("Unexpected", null),
            _ => new Fault("NotFound", null),
        };
    }
}
