using Helpdesk.SignIn;
using Helpdesk.Tickets;
using Microsoft.AspNetCore.Mvc;

namespace Helpdesk.Pages;

/// <summary>The tickets that need a second proof to be read.</summary>
public sealed class SensitiveModel(TicketStore store) : HelpdeskPage
{
    public Paged<Ticket> Tickets { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync([FromQuery] string? page, CancellationToken cancellationToken)
    {
        if (Person.Level < Level.Medium)
        {
            return StepUp(Level.Medium);
        }

        Tickets = await store.PageAsync(Person, TicketFilter.All, sensitive: true, PageNumber(page), cancellationToken);
        return Page();
    }
}
