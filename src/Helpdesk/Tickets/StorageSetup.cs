using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Helpdesk.Tickets;

/// <summary>Makes the database and its tables when they are missing, and keeps trying while the server is not there.</summary>
public sealed partial class StorageSetup(IServiceScopeFactory scopes, ILogger<StorageSetup> logger) : BackgroundService
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(15);
    private readonly SemaphoreSlim wanted = new(1, 1);

    /// <summary>Why there is no storage at the moment; null when it is there.</summary>
    public string? Fault { get; private set; } = "The storage is being made.";

    /// <summary>Says that the tables were not found.</summary>
    public void Request()
    {
        try
        {
            wanted.Release();
        }
        catch (SemaphoreFullException)
        {
            // Somebody else said so already.
        }
    }

    public override void Dispose()
    {
        wanted.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await wanted.WaitAsync(stoppingToken);
            var pause = TimeSpan.FromMilliseconds(250);
            while (!await TryAsync(stoppingToken))
            {
                await Task.Delay(pause, stoppingToken);
                pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
            }
        }
    }

    private async Task<bool> TryAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<HelpdeskDb>();
            var made = await db.Database.EnsureCreatedAsync(cancellationToken);
            Fault = null;
            LogReady(made);
            return true;
        }
        catch (Exception failure) when (failure is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            // Old connections may point to a database that is gone.
            NpgsqlConnection.ClearAllPools();
            // Once, not with every try.
            var reason = failure.GetBaseException().Message;
            if (reason != Fault)
            {
                Fault = reason;
                LogNotReady(reason);
            }

            return false;
        }
    }

    [LoggerMessage(1, LogLevel.Information, "The helpdesk's storage is ready (tables made now: {Made})")]
    private partial void LogReady(bool made);

    [LoggerMessage(2, LogLevel.Warning, "The helpdesk's storage is not ready, trying again: {Reason}")]
    private partial void LogNotReady(string reason);
}
