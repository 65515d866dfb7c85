using System.Net;
using Npgsql;

namespace AuthHub.Demo.Control;

/// <summary>
/// What keeps web pages of strangers away from the demo control: it answers to names of this machine only (DNS rebinding) and
/// takes no changes from other sites. And the border at which failures become JSON.
/// </summary>
internal static partial class ControlGuard
{
    private const string ContentPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'self'";

    public static void UseControlGuard(this WebApplication app)
    {
        app.Use(async (http, next) =>
        {
            try
            {
                http.Response.Headers.XContentTypeOptions = "nosniff";
                http.Response.Headers.ContentSecurityPolicy = ContentPolicy;
                http.Response.Headers.CacheControl = "no-store";
                http.Response.Headers["Referrer-Policy"] = "no-referrer";
                Judge(http.Request);
                await next(http);
            }
            catch (Exception failure) when (!http.Response.HasStarted && failure is not OperationCanceledException)
            {
                await Explain(failure, app.Logger).Answer.ExecuteAsync(http);
            }
        });
        app.UseStatusCodePages(context =>
            new Refusal(context.HttpContext.Response.StatusCode, "There is nothing like this here; the tour at / says what is.").Answer.ExecuteAsync(context.HttpContext));
    }

    private static void Judge(HttpRequest request)
    {
        if (!IsLocal(request.Host.Host))
        {
            throw new Refusal(StatusCodes.Status421MisdirectedRequest, "The demo control answers to localhost only.");
        }

        var reads = HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method);
        var foreign = request.Headers["Sec-Fetch-Site"] == "cross-site"
            || (request.Headers.Origin is [{ Length: > 0 } origin] && !(Uri.TryCreate(origin, UriKind.Absolute, out var from) && IsLocal(from.Host)));
        if (!reads && foreign)
        {
            throw new Refusal(StatusCodes.Status403Forbidden, "Pages of other sites may change nothing here.");
        }
    }

    private static bool IsLocal(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));

    private static Refusal Explain(Exception failure, ILogger logger)
    {
        switch (failure)
        {
            case Refusal refusal:
                return refusal;
            case BadHttpRequestException bad:
                return new Refusal(bad.StatusCode, bad.Message);
            case InvalidDataException bad:
                return new Refusal(StatusCodes.Status400BadRequest, bad.Message);
            case not null when failure.GetBaseException() is NpgsqlException { IsTransient: true } or System.Net.Sockets.SocketException:
                return new Refusal(StatusCodes.Status503ServiceUnavailable, "The database does not answer; try again in a moment.");
            case not null when failure.GetBaseException() is PostgresException { SqlState: PostgresErrorCodes.InvalidCatalogName or PostgresErrorCodes.InsufficientPrivilege } refused:
                return new Refusal(StatusCodes.Status503ServiceUnavailable, $"The database refuses the demo: {refused.MessageText}.");
            default:
                LogUnexpected(logger, failure);
                return new Refusal(StatusCodes.Status500InternalServerError, "That went wrong; the demo's output says why.");
        }
    }

    [LoggerMessage(1, LogLevel.Error, "A request to the demo control failed")]
    private static partial void LogUnexpected(ILogger logger, Exception? failure);
}
