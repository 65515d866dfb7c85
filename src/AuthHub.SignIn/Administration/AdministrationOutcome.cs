using AuthHub.SignIn.Users;

namespace AuthHub.SignIn.Administration;

/// <summary>What became of an administrator's act.</summary>
public abstract record AdministrationOutcome
{
    private AdministrationOutcome()
    {
    }

    /// <summary>Done; <paramref name="User"/> is the person concerned.</summary>
    public sealed record Done(User User) : AdministrationOutcome;

    /// <summary>Nothing happened.</summary>
    /// <param name="Field">The field at fault, or the name of the rule that forbids the act; names the sentence to show.</param>
    /// <param name="Message">The sentence, where it is not the page that knows it.</param>
    public sealed record Refused(string Field, string? Message = null) : AdministrationOutcome
    {
        /// <summary>What else is at fault.</summary>
        public IReadOnlyList<Refused> Others { get; init; } = [];
    }
}
