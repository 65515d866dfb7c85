using Microsoft.EntityFrameworkCore;

namespace Helpdesk.Tickets;

/// <summary>Reads long lists a page at a time.</summary>
internal static class Paging
{
    /// <summary>One page; a number beyond either end means the page at that end.</summary>
    public static async Task<Paged<T>> ReadPageAsync<T>(this IQueryable<T> all, int page, int size, CancellationToken cancellationToken)
    {
        var total = await all.CountAsync(cancellationToken);
        var pages = Pages(total, size);
        var shown = Math.Clamp(page, 1, pages);
        var items = total == 0 ? [] : await all.Skip((shown - 1) * size).Take(size).ToListAsync(cancellationToken);
        return new Paged<T>(items, shown, pages, total);
    }

    /// <summary>How many pages that makes; an empty list has one.</summary>
    public static int Pages(int total, int size) => Math.Max(1, (total + size - 1) / size);
}
