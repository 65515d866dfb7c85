namespace Helpdesk.Tickets;

/// <summary>One page of a list, and where it lies in the whole.</summary>
public sealed record Paged<T>(IReadOnlyList<T> Items, int Page, int Pages, int Total);
