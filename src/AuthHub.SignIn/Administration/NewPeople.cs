using AuthHub.Flows;
using AuthHub.SignIn.Audit;
using AuthHub.SignIn.Authenticators;
using AuthHub.SignIn.Methods;
using AuthHub.SignIn.Users;

namespace AuthHub.SignIn.Administration;

/// <summary>Creates a person with her first password, which the password's own rules judge like any other.</summary>
public sealed class NewPeople(IUsers users, MethodBook methods, ISecretBox box, IAudit audit, ITransactions transactions, TimeProvider clock)
{
    /// <param name="actor">Who creates her.</param>
    /// <param name="draft">What was typed about her.</param>
    /// <param name="password">The fields of the password method's set-up.</param>
    /// <param name="serviceName">The installation's name, which no password may consist of.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public async Task<AdministrationOutcome> CreateAsync(
        Actor actor, PersonDraft draft, MethodResponse password, string serviceName, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var (user, faults) = (draft.Read(Guid.CreateVersion7(now), now), draft.Faults.Select(field => new AdministrationOutcome.Refused(field)).ToList());

        // The password is judged in any case, so that all faults are told at once.
        var method = methods[Flow.Password];
        var context = new EnrolmentContext(user, [], EnrolledBy.Administrator, serviceName, null);
        var pending = await method.BeginEnrolmentAsync(context, cancellationToken);
        switch (await method.FinishEnrolmentAsync(context, pending, password, cancellationToken))
        {
            case EnrolmentVerdict.Enrolled enrolled when faults.Count == 0:
                return await AddAsync(actor, user, First(user, enrolled), cancellationToken);
            case EnrolmentVerdict.Rejected rejected:
                faults.Add(new AdministrationOutcome.Refused(rejected.Field ?? "new-password", rejected.Message));
                break;
        }

        return faults is [var first, .. var others] ? first with { Others = others } : new AdministrationOutcome.Refused("new-password");
    }

    private Authenticator First(User user, EnrolmentVerdict.Enrolled enrolled)
    {
        var id = Guid.CreateVersion7(user.CreatedAt);
        return new Authenticator
        {
            Id = id,
            UserId = user.Id,
            Method = Flow.Password,
            Label = enrolled.Label,
            EnrolledBy = EnrolledBy.Administrator,
            SealedState = box.Seal(user.Id, id, enrolled.State),
            Hint = enrolled.Hint,
            CreatedAt = user.CreatedAt,
        };
    }

    private async Task<AdministrationOutcome> AddAsync(Actor actor, User user, Authenticator password, CancellationToken cancellationToken)
    {
        try
        {
            return await transactions.RunAsync<AdministrationOutcome>(
                async cancel =>
                {
                    await users.AddAsync([new NewUser(user, [password])], cancel);
                    await audit.WriteAsync(AuditTypes.UserCreated, actor.User, user.Id, null, $"{user.Username}, roles: {string.Join(' ', user.Roles)}", cancel);
                    return new AdministrationOutcome.Done(user);
                },
                cancellationToken);
        }
        catch (UserExistsException)
        {
            return new AdministrationOutcome.Refused("taken");
        }
    }
}
