using AuthHub.OpenId.Clients;
using Microsoft.AspNetCore.Mvc;

namespace AuthHub.Web.Pages.Admin;

/// <summary>The apps people sign in to with AuthHub.</summary>
public sealed class AppsModel(AdminPageTools tools, IClients clients) : AdminPage(tools)
{
    public IReadOnlyList<Client> Apps { get; private set; } = [];

    public Pager Pager { get; private set; } = null!;

    public async Task OnGetAsync([FromQuery(Name = "page")] string? asked)
    {
        var all = await clients.AllAsync(HttpContext.RequestAborted);
        var number = Clamp(asked, (all.Count + PageSize - 1) / PageSize);
        Apps = [.. all.Skip((number - 1) * PageSize).Take(PageSize)];
        Pager = new Pager("/admin/apps", new Dictionary<string, string?>(), number, number * PageSize < all.Count);
    }
}
