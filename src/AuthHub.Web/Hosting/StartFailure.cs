using System.Net.Sockets;
using AuthHub.Storage.PostgreSql.Cluster;
using AuthHub.Storage.Secrets;
using Microsoft.Extensions.Options;
using Npgsql;

namespace AuthHub.Web.Hosting;

/// <summary>What whoever starts AuthHub reads when it cannot start: one sentence instead of a stack trace.</summary>
public static class StartFailure
{
    /// <summary>The sentence; null for what nobody foresaw, which is a bug and falls.</summary>
    public static string? Explain(Exception failure) => Reason(failure)?.ReplaceLineEndings(" ").Trim();

    /// <summary>Keeps the framework from logging the same failure with its stack trace. What goes wrong in the background is logged as critical, and stays.</summary>
    public static void LogOnce(ILoggingBuilder logging) => logging
        .AddFilter("Microsoft.Extensions.Hosting.Internal.Host", level => level >= LogLevel.Critical)
        .AddFilter("Microsoft.AspNetCore.Server.Kestrel", level => level is LogLevel.Warning or LogLevel.Error);

    private static string? Reason(Exception failure) => failure switch
    {
        OptionsValidationException wrong => string.Join(' ', wrong.Failures),
        MasterKeyException or ClusterException or IOException or UnauthorizedAccessException => failure.Message,
        PostgresException refused => $"PostgreSQL refuses AuthHub (ConnectionStrings:AuthHub): {refused.MessageText}.",
        NpgsqlException or SocketException or TimeoutException => $"PostgreSQL cannot be reached (ConnectionStrings:AuthHub): {failure.GetBaseException().Message}.",
        AggregateException { InnerException: { } first } => Reason(first),
        InvalidOperationException { InnerException: NpgsqlException inner } => Reason(inner),
        _ => null,
    };
}
