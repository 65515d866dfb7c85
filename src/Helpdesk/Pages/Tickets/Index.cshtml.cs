using Helpdesk.Tickets;
using Microsoft.AspNetCore.Mvc;

namespace Helpdesk.Pages.Tickets;

/// <summary>A person's own tickets; for agents everybody's.</summary>
public sealed class IndexModel(TicketStore store) : HelpdeskPage
{
    public Paged<Ticket> Tickets { get; private set; } = null!;

    public TicketFilter Filter { get; private set; }

    /// <summary>Whether a sensitive ticket was filed just now, which this list does not show.</summary>
    public bool Filed { get; private set; }

    public IReadOnlyList<TicketFilter> Filters => Person.IsAgent
        ? [TicketFilter.Open, TicketFilter.Assigned, TicketFilter.Closed, TicketFilter.All]
        : [TicketFilter.Open, TicketFilter.Closed, TicketFilter.All];

    public async Task OnGetAsync(string? show, [FromQuery] string? page, string? filed, CancellationToken cancellationToken)
    {
        Filed = filed == "sensitive";
        Filter = Filters.FirstOrDefault(filter => filter.ToString().Equals(show, StringComparison.OrdinalIgnoreCase));
        Tickets = await store.PageAsync(Person, Filter, sensitive: false, PageNumber(page), cancellationToken);
    }
}
