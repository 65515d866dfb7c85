namespace AuthHub.OpenId.Clients;

/// <summary>The stored clients. Requests read them through <see cref="ClientCatalog"/>, which is told of every change made here.</summary>
public interface IClients
{
    /// <summary>All clients by name, disabled ones too.</summary>
    Task<IReadOnlyList<Client>> AllAsync(CancellationToken cancellationToken);

    Task<Client?> FindAsync(string clientId, CancellationToken cancellationToken);

    /// <summary>How many apps have registered themselves since a moment.</summary>
    Task<int> CountSelfRegisteredAsync(DateTimeOffset since, CancellationToken cancellationToken);

    /// <summary>False when the id is taken.</summary>
    Task<bool> AddAsync(Client client, CancellationToken cancellationToken);

    /// <summary>Replaces everything but id and time of creation. False when it does not exist.</summary>
    Task<bool> ChangeAsync(Client client, CancellationToken cancellationToken);

    /// <summary>
    /// The same by the app itself. False when it was changed, disabled or removed since it was read as it was before: what an administrator
    /// decides meanwhile is not undone, and of two changes with one registration access token one wins.
    /// </summary>
    Task<bool> ChangeOwnAsync(Client client, Client before, CancellationToken cancellationToken);

    /// <summary>Puts the secret this client has in the place of that one. False when it is another one by now: of two who ask at once one gets a secret.</summary>
    Task<bool> RenewSecretAsync(Client client, byte[] before, CancellationToken cancellationToken);

    /// <summary>Removes the client and everything it was given. False when it does not exist.</summary>
    Task<bool> RemoveAsync(string clientId, CancellationToken cancellationToken);
}
