using System.Diagnostics;
using Microsoft.AspNetCore.Http;

namespace AuthHub.OpenId.Errors;

/// <summary>The number an error page shows and the log and the audit repeat, so that whoever is told it finds what happened. It is the trace id.</summary>
public static class RequestNumber
{
    public static string Of(HttpContext context) => Activity.Current?.TraceId.ToHexString() ?? context.TraceIdentifier;
}
