namespace AuthHub.SignIn.Users;

/// <summary>The people AuthHub knows. Reads are live: nothing here is cached (law L19).</summary>
public interface IUsers
{
    Task<User?> FindAsync(Guid id, CancellationToken cancellationToken);

    /// <summary>Finds by canonical username or canonical e-mail address; null for nobody.</summary>
    Task<User?> FindByIdentifierAsync(string canonicalIdentifier, CancellationToken cancellationToken);

    /// <summary>Adds people and their authenticators in one transaction. Throws <see cref="UserExistsException"/> when a name or address is taken.</summary>
    Task AddAsync(IReadOnlyCollection<NewUser> users, CancellationToken cancellationToken);

    /// <summary>One page of people whose name, username or address contains <paramref name="text"/>, ordered by username.</summary>
    Task<IReadOnlyList<User>> SearchAsync(string text, int skip, int take, CancellationToken cancellationToken);

    Task<int> CountAsync(string text, CancellationToken cancellationToken);

    /// <summary>Raises the security version: sessions, runs, codes and refresh tokens with an older stamp are dead from here on (law L11).</summary>
    Task BumpSecurityVersionAsync(Guid id, CancellationToken cancellationToken);

    /// <summary>Disables or enables and bumps the version. False when she is the last active administrator (law L12) or unknown.</summary>
    Task<bool> SetDisabledAsync(Guid id, bool disabled, CancellationToken cancellationToken);

    /// <summary>Changes what an administrator may edit. False when it would leave no active administrator.</summary>
    Task<bool> UpdateAsync(Guid id, Action<User> change, CancellationToken cancellationToken);
}
