using System.Data.Common;

namespace AuthHub.Storage.Mapping;

/// <summary>Reads the standard five-letter state from a failure, however deep it is wrapped.</summary>
internal static class SqlState
{
    public static bool IsDuplicate(Exception failure) => Of(failure) == "23505";

    /// <summary>Serialization failure or deadlock: the same work may succeed when run again.</summary>
    public static bool IsLostRace(Exception failure) => Of(failure) is "40001" or "40P01";

    private static string? Of(Exception? failure)
    {
        while (failure is not null and not DbException { SqlState: not null })
        {
            failure = failure.InnerException;
        }

        return (failure as DbException)?.SqlState;
    }
}
