using Helpdesk.SignIn;
using Helpdesk.Tickets;
using Microsoft.AspNetCore.Mvc;

namespace Helpdesk.Pages.Tickets;

/// <summary>Files a ticket.</summary>
public sealed class NewModel(TicketStore store) : HelpdeskPage
{
    public string? TypedTitle { get; private set; }

    public string? TypedDescription { get; private set; }

    public bool Sensitive { get; private set; }

    public string? WrongTitle { get; private set; }

    public string? WrongDescription { get; private set; }

    public void OnGet()
    {
    }

    public async Task<IActionResult> OnPostAsync(
        [FromForm] string? title, [FromForm] string? description, [FromForm] string? sensitive, CancellationToken cancellationToken)
    {
        (TypedTitle, TypedDescription, Sensitive) = (title?.Trim(), description?.Trim(), sensitive == "true");
        (WrongTitle, WrongDescription) = (TypedText.WrongTitle(TypedTitle), TypedText.WrongText(TypedDescription));
        if (WrongTitle is not null || WrongDescription is not null)
        {
            return Again();
        }

        var ticket = await store.FileAsync(Person, TypedTitle!, TypedDescription!, Sensitive, cancellationToken);

        // Somebody with one proof may file a sensitive ticket, but would have to prove more to read it.
        return Redirect(Sensitive && Person.Level < Level.Medium ? "/tickets?filed=sensitive" : $"/tickets/{ticket.Id}");
    }
}
