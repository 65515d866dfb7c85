using AuthHub.SignIn.Administration;
using AuthHub.SignIn.Authenticators;
using AuthHub.SignIn.Users;
using AuthHub.Web.Browser;
using Microsoft.AspNetCore.Mvc;

namespace AuthHub.Web.Pages.Admin;

/// <summary>A page of the console about one person, named by her id in the address.</summary>
public abstract class PersonPage(AdminPageTools tools, IUsers users) : AdminPage(tools)
{
    public User Person { get; private set; } = null!;

    /// <summary>All that she has bound.</summary>
    public IReadOnlyList<Authenticator> Bound { get; private set; } = [];

    public string PersonAddress => $"/admin/people/{Person.Id:N}";

    protected override string DoneAbout => Person.DisplayName;

    protected override async Task<bool> OpenAsync(CancellationToken cancellationToken)
    {
        if (!Guid.TryParseExact(RouteData.Values["id"] as string, "N", out var id) || await users.FindAsync(id, cancellationToken) is not { } person)
        {
            return false;
        }

        Person = person;
        Bound = await Tools.Authenticators.OfAsync(id, cancellationToken);
        return true;
    }

    /// <summary>Her authenticator of this id; null for another's or none.</summary>
    protected Authenticator? FindBound(string? id) =>
        Guid.TryParseExact(id, "N", out var wanted) ? Bound.FirstOrDefault(one => one.Id == wanted) : null;

    /// <summary>Back to the person with what was done, or this page again with what forbids it.</summary>
    protected async Task<IActionResult> AfterAsync(AdministrationOutcome outcome, string done)
    {
        if (outcome is AdministrationOutcome.Refused refused)
        {
            Refuse(refused);
            return await AgainAsync();
        }

        return new SeeOther($"{PersonAddress}?done={done}");
    }

    protected virtual Task<IActionResult> AgainAsync() => Task.FromResult<IActionResult>(Page());
}
