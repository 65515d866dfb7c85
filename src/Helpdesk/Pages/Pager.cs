namespace Helpdesk.Pages;

/// <summary>The links below a list that leads over several pages; the address is given up to where the page number goes.</summary>
public sealed record Pager(int Page, int Pages, string UrlBeforeNumber);
