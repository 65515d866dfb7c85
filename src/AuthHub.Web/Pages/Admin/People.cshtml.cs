using AuthHub.SignIn.Users;
using Microsoft.AspNetCore.Mvc;

namespace AuthHub.Web.Pages.Admin;

/// <summary>Finds people by name, username or e-mail address.</summary>
public sealed class PeopleModel(AdminPageTools tools, IUsers users) : AdminPage(tools)
{
    public string Query { get; private set; } = "";

    public IReadOnlyList<User> Users { get; private set; } = [];

    public int Total { get; private set; }

    public Pager Pager { get; private set; } = null!;

    public async Task OnGetAsync(string? q, [FromQuery(Name = "page")] string? asked)
    {
        var cancel = HttpContext.RequestAborted;
        Query = (q ?? "").Trim();
        var isSearchable = Query.Length <= Identifier.MaxLength && !Query.Any(char.IsControl);
        Total = isSearchable ? await users.CountAsync(Query, cancel) : 0;
        var number = Clamp(asked, (Total + PageSize - 1) / PageSize);
        Users = Total == 0 ? [] : await users.SearchAsync(Query, (number - 1) * PageSize, PageSize, cancel);
        Pager = new Pager("/admin/people", new Dictionary<string, string?> { ["q"] = Query }, number, number * PageSize < Total);
    }
}
