using System.Net.Sockets;
using Npgsql;

namespace Helpdesk.Tickets;

/// <summary>Tells a database that is not there (503, try again) from a bug of ours (500).</summary>
internal static class StorageFault
{
    public static bool Is(Exception? exception)
    {
        for (var cause = exception; cause is not null; cause = cause.InnerException)
        {
            if (cause is PostgresException refused)
            {
                return IsServerGone(refused.SqlState) || IsSchemaGone(refused.SqlState);
            }

            if (cause is NpgsqlException or SocketException)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether database or tables are missing, so that they must be made again.</summary>
    public static bool IsSchemaMissing(Exception? exception)
    {
        for (var cause = exception; cause is not null; cause = cause.InnerException)
        {
            if (cause is PostgresException refused)
            {
                return IsSchemaGone(refused.SqlState);
            }
        }

        return false;
    }

    // Classes of PostgreSQL's appendix A: connection, authorization, resources, operator intervention, system.
    private static bool IsServerGone(string state) => state is ['0', '8', ..] or ['2', '8', ..] or ['5', '3', ..] or ['5', '7', ..] or ['5', '8', ..];

    private static bool IsSchemaGone(string state) => state is PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.InvalidCatalogName;
}
