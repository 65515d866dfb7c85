namespace AuthHub.Storage.Changes;

/// <summary>For a database without notices: the other nodes find out by their own poll.</summary>
internal sealed class NoNotices : IChangeNotices
{
    public Task PublishAsync(string topic, CancellationToken cancellationToken) => Task.CompletedTask;
}
