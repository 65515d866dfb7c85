using Microsoft.AspNetCore.Mvc.RazorPages;

namespace AuthHub.Web.Pages;

/// <summary>The end of a sign-out that leads nowhere else.</summary>
public sealed class SignedOutModel : PageModel;
