namespace AuthHub.Storage.Changes;

/// <summary>Tells all nodes that something kept in memory has changed; within a transaction they hear it when it commits.</summary>
public interface IChangeNotices
{
    Task PublishAsync(string topic, CancellationToken cancellationToken);
}
