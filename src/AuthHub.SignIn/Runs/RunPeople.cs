using AuthHub.Flows;
using AuthHub.SignIn.Authenticators;
using AuthHub.SignIn.Users;

namespace AuthHub.SignIn.Runs;

/// <summary>Reads the person of a run as she is now (law L19); a decoy where there is nobody, or nobody who may sign in.</summary>
public sealed class RunPeople(IUsers users, IAuthenticators authenticators, Persons persons)
{
    public async Task<(User? User, IReadOnlyList<Authenticator> Authenticators, Person Person)> ByIdAsync(Guid id, CancellationToken cancellationToken) =>
        await users.FindAsync(id, cancellationToken) is { Disabled: false } user
            ? await OfAsync(user, cancellationToken)
            : (null, [], new Person { Id = id, IsDecoy = true });

    public async Task<(User? User, IReadOnlyList<Authenticator> Authenticators, Person Person)> ByIdentifierAsync(string typed, CancellationToken cancellationToken)
    {
        var canonical = Identifier.Canonical(typed);
        return canonical is not null && await users.FindByIdentifierAsync(canonical, cancellationToken) is { Disabled: false } user
            ? await OfAsync(user, cancellationToken)
            : (null, [], Persons.Decoy(canonical ?? ""));
    }

    private async Task<(User?, IReadOnlyList<Authenticator>, Person)> OfAsync(User user, CancellationToken cancellationToken)
    {
        var bound = await authenticators.OfAsync(user.Id, cancellationToken);
        return (user, bound, persons.Of(user, bound));
    }
}
