namespace AuthHub.Storage;

/// <summary>Says whether the database is there and ready, cheaply enough to be asked all the time.</summary>
public interface IStorageHealth
{
    Task<bool> CheckAsync(CancellationToken cancellationToken);
}
