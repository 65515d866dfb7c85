using System.Net.Sockets;
using AuthHub.OpenId;
using AuthHub.SignIn.Throttling;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace AuthHub.Web.Hosting;

/// <summary>Gives faults their status: the database is away (503), too much at once (429), a request that cannot be read (400, 413), and the rest, which are bugs (500).</summary>
internal static class Faults
{
    public static int StatusOf(Exception exception) => exception switch
    {
        BadHttpRequestException bad => bad.StatusCode,
        InvalidDataException => StatusCodes.Status400BadRequest,
        BusyException => StatusCodes.Status429TooManyRequests,
        _ when IsStorage(exception) => StatusCodes.Status503ServiceUnavailable,
        _ => StatusCodes.Status500InternalServerError,
    };

    /// <summary>Whether the database is away, not our question wrong.</summary>
    public static bool IsStorage(Exception exception) => exception switch
    {
        PostgresException refused => refused.IsTransient || refused.SqlState.StartsWith("57", StringComparison.Ordinal) || refused.SqlState.StartsWith("53", StringComparison.Ordinal),
        NpgsqlException or SocketException or TimeoutException => true,
        DbUpdateException or InvalidOperationException => exception.InnerException is { } inner && IsStorage(inner),
        _ => false,
    };

    /// <summary>How long to wait before trying again, for faults that pass.</summary>
    public static void AdviseRetry(HttpContext http, int status)
    {
        if (status is StatusCodes.Status503ServiceUnavailable or StatusCodes.Status429TooManyRequests && http.Response.Headers.RetryAfter.Count == 0)
        {
            http.Response.Headers.RetryAfter = "5";
        }
    }

    /// <summary>Machines get a line of JSON, people the page.</summary>
    public static bool IsForMachines(HttpContext http)
    {
        var path = http.Features.Get<IExceptionHandlerPathFeature>()?.Path ?? http.Features.Get<IStatusCodeReExecuteFeature>()?.OriginalPath ?? http.Request.Path.Value ?? "";
        return (path.StartsWith("/connect/", StringComparison.Ordinal) && path is not (OpenIdRoutes.Authorize or OpenIdRoutes.EndSession))
            || path.StartsWith("/.well-known/", StringComparison.Ordinal);
    }
}
