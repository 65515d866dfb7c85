namespace AuthHub.OpenId.Keys;

/// <summary>The stored signing keys.</summary>
public interface ISigningKeys
{
    Task<IReadOnlyList<StoredSigningKey>> AllAsync(CancellationToken cancellationToken);

    /// <summary>Adds all or none. False when another server has made this generation already.</summary>
    Task<bool> TryAddAsync(IReadOnlyList<StoredSigningKey> keys, CancellationToken cancellationToken);

    /// <summary>Retires the current key, promotes the next, adds a new next, all at once. False when another server was first.</summary>
    Task<bool> TryRotateAsync(StoredSigningKey newNext, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Forgets one key, whatever its state.</summary>
    Task RemoveAsync(string kid, CancellationToken cancellationToken);

    /// <summary>Forgets keys retired before this time.</summary>
    Task<int> RemoveRetiredAsync(DateTimeOffset before, CancellationToken cancellationToken);
}
