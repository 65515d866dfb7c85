using AuthHub.SignIn.Administration;
using AuthHub.Web.Browser;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.Extensions.Localization;

namespace AuthHub.Web.Pages.Admin;

/// <summary>
/// A page of the console: for administrators, whose role asks for a second factor, and with a fresh proof for every
/// change. What is asked for and does not exist is not found, an unknown handler too.
/// </summary>
public abstract class AdminPage(AdminPageTools tools) : SessionPage(tools.Session)
{
    protected const int PageSize = 50;

    protected sealed override bool IsForAdministrators => true;

    protected sealed override bool PostNeedsFreshProof => true;

    protected IStringLocalizer<AdminTexts> Texts => tools.Texts;

    protected Actor Actor => new(Me.Id, Live.Session.Id);

    /// <summary>Names of the page's fields; an error of another name is shown above the page.</summary>
    protected virtual IReadOnlyList<string> Fields => [];

    public IEnumerable<string> ErrorsAbove => Faults.Where(fault => !Fields.Contains(fault.Key)).Select(fault => fault.Value);

    /// <summary>What was done a moment ago, by a word of our own in the address.</summary>
    public virtual string? Done
    {
        get
        {
            var word = Request.Query["done"].ToString();
            return word.Length is > 0 and < 40 && Texts["Done." + word, DoneAbout] is { ResourceNotFound: false } text ? text.Value : null;
        }
    }

    /// <summary>Whom or what <see cref="Done"/> speaks of.</summary>
    protected virtual string DoneAbout => "";

    public override Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next) =>
        base.OnPageHandlerExecutionAsync(context, async () =>
        {
            if (context.HandlerMethod is not null && await OpenAsync(HttpContext.RequestAborted))
            {
                return await next();
            }

            context.Result = new NotFoundResult();
            return new PageHandlerExecutedContext(PageContext, context.Filters, context.HandlerMethod!, context.HandlerInstance);
        });

    /// <summary>A text field that shows its error where it has one.</summary>
    public TextField Field(string name, string? value, int longest) => new(name, value, longest, Faults.GetValueOrDefault(name));

    /// <summary>Reads what the address names; false when there is no such thing.</summary>
    protected virtual Task<bool> OpenAsync(CancellationToken cancellationToken) => Task.FromResult(true);

    protected void Refuse(string field, string? message = null) => AddFault(field, message ?? Texts["Refused." + field]);

    protected void Refuse(AdministrationOutcome.Refused refused)
    {
        Refuse(refused.Field, refused.Message);
        foreach (var other in refused.Others)
        {
            Refuse(other.Field, other.Message);
        }
    }

    /// <summary>The number of the page of a list that was asked for, within what a list can have.</summary>
    protected static int Clamp(string? page, int last) =>
        int.TryParse(page, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number) ? Math.Clamp(number, 1, Math.Max(1, last))
            : page is { Length: > 0 } && page.All(char.IsAsciiDigit) ? Math.Max(1, last)
            : 1;
}
