using AuthHub.Demo.Control;
using AuthHub.Methods.Password;
using AuthHub.SignIn.Authenticators;
using AuthHub.SignIn.Users;

namespace AuthHub.Demo.People;

/// <summary>Adds people to AuthHub, ready to sign in.</summary>
internal sealed class DemoPeople(IServiceScopeFactory scopes, WishHashes hashes, ISecretBox box, TimeProvider clock)
{
    /// <summary>Adds all or, by a <see cref="Refusal"/>, none; answers their ids in the same order.</summary>
    public async Task<IReadOnlyList<Guid>> AddAsync(IReadOnlyList<Wish> wishes, CancellationToken cancellationToken)
    {
        IReadOnlyDictionary<string, PasswordState> states;
        try
        {
            states = await hashes.HashAsync(wishes, cancellationToken);
        }
        catch (ArgumentException failure)
        {
            throw new Refusal(StatusCodes.Status400BadRequest, $"A password cannot be used: {failure.Message}");
        }

        var now = clock.GetUtcNow();
        List<NewUser> users = [.. wishes.Select(wish => Make(wish, states, now))];
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            await scope.ServiceProvider.GetRequiredService<IUsers>().AddAsync(users, cancellationToken);
        }
        catch (UserExistsException)
        {
            throw new Refusal(StatusCodes.Status409Conflict, await TakenAsync(users, cancellationToken));
        }
        catch (ArgumentException failure)
        {
            throw new Refusal(StatusCodes.Status400BadRequest, failure.Message);
        }

        return [.. users.Select(user => user.User.Id)];
    }

    /// <summary>Adds those whose username nobody has yet.</summary>
    public async Task EnsureAsync(IEnumerable<Wish> wishes, CancellationToken cancellationToken)
    {
        List<Wish> missing = [];
        await using var scope = scopes.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<IUsers>();
        foreach (var wish in wishes)
        {
            if (await users.FindByIdentifierAsync(Identifier.Canonical(wish.Username)!, cancellationToken) is null)
            {
                missing.Add(wish);
            }
        }

        if (missing.Count > 0)
        {
            await AddAsync(missing, cancellationToken);
        }
    }

    private NewUser Make(Wish wish, IReadOnlyDictionary<string, PasswordState> states, DateTimeOffset now)
    {
        var user = new User
        {
            Id = Guid.CreateVersion7(now),
            Username = wish.Username,
            CanonicalUsername = Identifier.Canonical(wish.Username)!,
            Email = wish.Email,
            CanonicalEmail = Identifier.Canonical(wish.Email),
            EmailVerified = wish.Email is not null,
            DisplayName = wish.DisplayName,
            Locale = wish.Locale,
            Roles = [.. wish.Roles],
            Type = wish.Type,
            CreatedAt = now,
        };
        var password = wish.PasswordHash is { } hash ? new PasswordState(hash) : wish.Password is { } text ? states[text] : null;
        var all = password is null ? wish.Authenticators : [new WishedAuthenticator("password", "Password", password.Write()), .. wish.Authenticators];
        return new NewUser(user, [.. all.Select(wished => Make(user.Id, wished, now))]);
    }

    private Authenticator Make(Guid user, WishedAuthenticator wished, DateTimeOffset now)
    {
        var id = Guid.CreateVersion7(now);
        return new Authenticator
        {
            Id = id,
            UserId = user,
            Method = wished.Method,
            Label = wished.Label,
            EnrolledBy = EnrolledBy.Import,
            SealedState = box.Seal(user, id, wished.State),
            ExternalId = wished.ExternalId,
            Hint = wished.Hint,
            CreatedAt = now,
        };
    }

    /// <summary>Says whose name or address is taken, as far as a few questions can tell.</summary>
    private async Task<string> TakenAsync(List<NewUser> users, CancellationToken cancellationToken)
    {
        const int Asked = 20;
        await using var scope = scopes.CreateAsyncScope();
        var known = scope.ServiceProvider.GetRequiredService<IUsers>();
        foreach (var name in users.Take(Asked).SelectMany(user => new[] { user.User.CanonicalUsername, user.User.CanonicalEmail }).OfType<string>())
        {
            if (await known.FindByIdentifierAsync(name, cancellationToken) is not null)
            {
                return $"{name} is taken.";
            }
        }

        return "A username, e-mail address or authenticator is taken, or occurs twice in the request.";
    }
}
