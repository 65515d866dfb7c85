using AuthHub.OpenId.Clients;
using AuthHub.OpenId.SignOut;
using AuthHub.SignIn.Users;
using AuthHub.Web.OpenId;
using Microsoft.AspNetCore.Mvc;

namespace AuthHub.Web.Pages.Admin;

/// <summary>Which apps were told that somebody's session ended, and which could not be reached.</summary>
public sealed class SignOutsModel(AdminPageTools tools, ILogoutDeliveries deliveries, ClientCatalog clients, IUsers users) : AdminPage(tools)
{
    private const int LastPage = 1000;

    public IReadOnlyList<(LogoutDelivery Delivery, string? App, (Guid? Id, User? User) Person)> Lines { get; private set; } = [];

    public Pager Pager { get; private set; } = null!;

    public async Task OnGetAsync([FromQuery(Name = "page")] string? asked)
    {
        var cancel = HttpContext.RequestAborted;
        var number = Clamp(asked, LastPage);
        var read = await deliveries.ListAsync((number - 1) * PageSize, PageSize + 1, cancel);
        var people = new Dictionary<string, (Guid? Id, User? User)>(StringComparer.Ordinal);
        List<(LogoutDelivery, string?, (Guid? Id, User? User))> lines = [];
        foreach (var delivery in read.Take(PageSize))
        {
            if (!people.TryGetValue(delivery.Subject, out var person))
            {
                var id = SubjectId.Parse(delivery.Subject);
                people[delivery.Subject] = person = (id, id is { } known ? await users.FindAsync(known, cancel) : null);
            }

            lines.Add((delivery, (await clients.FindAsync(delivery.ClientId, cancel))?.Name, person));
        }

        Lines = lines;
        Pager = new Pager("/admin/signouts", new Dictionary<string, string?>(), number, read.Count > PageSize && number < LastPage);
    }
}
