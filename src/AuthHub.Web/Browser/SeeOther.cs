using Microsoft.AspNetCore.Mvc;

namespace AuthHub.Web.Browser;

/// <summary>303: whatever was posted, the browser follows with a GET (RFC 9700 section 4.12).</summary>
public sealed class SeeOther(string location) : ActionResult
{
    public override void ExecuteResult(ActionContext context)
    {
        context.HttpContext.Response.StatusCode = StatusCodes.Status303SeeOther;
        context.HttpContext.Response.Headers.Location = location;
    }
}
