using AuthHub.Storage.PostgreSql.Cluster;
using Microsoft.Extensions.Logging.Abstractions;

namespace AuthHub.Demo.Hosts;

/// <summary>Erases what earlier runs left, for <c>--fresh</c>: what is in the databases and the demo's own files, nothing else in the data folder.</summary>
internal static class FreshStart
{
    public static async Task EraseAsync(DemoSettings settings)
    {
        try
        {
            if (Environment.GetEnvironmentVariable("ConnectionStrings__AuthHub") is { Length: > 0 } given)
            {
                await Databases.DropTablesAsync(given);
                await Databases.DropTablesAsync(Databases.Beside(given).ConnectionString);
            }
            else if (Directory.Exists(settings.AuthHubFolder))
            {
                await using var cluster = new OwnCluster(settings.AuthHubFolder, NullLogger<OwnCluster>.Instance);
                await cluster.EraseAsync();
            }

            foreach (var folder in new[] { settings.AuthHubFolder, settings.HelpdeskFolder }.Where(Directory.Exists))
            {
                Directory.Delete(folder, recursive: true);
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ClusterException)
        {
            throw new StopException($"What is in {settings.DataFolder} cannot be erased: {failure.Message}", StopException.Unable);
        }
    }
}
