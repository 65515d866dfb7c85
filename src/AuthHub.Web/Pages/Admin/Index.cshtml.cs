using AuthHub.Web.Browser;
using Microsoft.AspNetCore.Mvc;

namespace AuthHub.Web.Pages.Admin;

/// <summary>The console's door leads to the people.</summary>
public sealed class IndexModel(AdminPageTools tools) : AdminPage(tools)
{
    public IActionResult OnGet() => new SeeOther("/admin/people");
}
