using AuthHub.Storage;

namespace AuthHub.Web.Hosting;

/// <summary>Says once that the database is away and once that it is back, however many requests find out meanwhile.</summary>
internal sealed partial class Outages(IStorageHealth storage, ILogger<Outages> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim noticed = new(0);
    private int isAway;

    /// <summary>A request met a database that does not answer.</summary>
    public void Notice(Exception failure)
    {
        if (Interlocked.Exchange(ref isAway, 1) == 0)
        {
            LogAway(failure.GetBaseException().Message);
            noticed.Release();
        }
    }

    public override void Dispose()
    {
        noticed.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            await noticed.WaitAsync(stoppingToken);
            do
            {
                await Task.Delay(Pause, stoppingToken);
            }
            while (!await storage.CheckAsync(stoppingToken));

            Interlocked.Exchange(ref isAway, 0);
            LogBack();
        }
    }

    [LoggerMessage(1, LogLevel.Error, "The database does not answer; requests get 503 until it does: {Reason}")]
    private partial void LogAway(string reason);

    [LoggerMessage(2, LogLevel.Warning, "The database answers again")]
    private partial void LogBack();
}
