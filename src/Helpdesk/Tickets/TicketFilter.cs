namespace Helpdesk.Tickets;

/// <summary>Which tickets a list shows.</summary>
public enum TicketFilter
{
    Open,
    Closed,
    All,

    /// <summary>Open and assigned to the agent who asks.</summary>
    Assigned,
}
