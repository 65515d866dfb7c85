using Helpdesk.SignIn;
using Helpdesk.Tickets;
using Microsoft.AspNetCore.Mvc;

namespace Helpdesk.Pages.Tickets;

/// <summary>One ticket with its comments; agents also assign, close and reopen it here.</summary>
public sealed class DetailsModel(TicketStore store) : HelpdeskPage
{
    [FromRoute]
    public Guid Id { get; set; }

    public Ticket Ticket { get; private set; } = null!;

    public Paged<Comment> Comments { get; private set; } = null!;

    public string? TypedText { get; private set; }

    public string? WrongText { get; private set; }

    public Task<IActionResult> OnGetAsync([FromQuery] string? page, CancellationToken cancellationToken) =>
        WithTicketAsync(() => ShowAsync(PageNumber(page), cancellationToken), cancellationToken);

    public Task<IActionResult> OnPostCommentAsync([FromForm] string? text, CancellationToken cancellationToken) => WithTicketAsync(
        async () =>
        {
            TypedText = text?.Trim();
            WrongText = Helpdesk.Tickets.TypedText.WrongText(TypedText);
            if (WrongText is not null)
            {
                await ShowAsync(int.MaxValue, cancellationToken);
                return Again();
            }

            await store.CommentAsync(Person, Ticket, TypedText!, cancellationToken);
            return Redirect($"/tickets/{Id}?page={await store.LastCommentPageAsync(Ticket, cancellationToken)}#comments");
        },
        cancellationToken);

    public Task<IActionResult> OnPostAssignAsync(CancellationToken cancellationToken) =>
        AsAgentAsync(() => store.AssignAsync(Person, Ticket, cancellationToken), cancellationToken);

    public Task<IActionResult> OnPostCloseAsync(CancellationToken cancellationToken) =>
        AsAgentAsync(() => store.SetClosedAsync(Person, Ticket, true, cancellationToken), cancellationToken);

    public Task<IActionResult> OnPostReopenAsync(CancellationToken cancellationToken) =>
        AsAgentAsync(() => store.SetClosedAsync(Person, Ticket, false, cancellationToken), cancellationToken);

    /// <summary>The one door to a ticket: it must be visible to the person, and a sensitive one needs two proofs.</summary>
    private async Task<IActionResult> WithTicketAsync(Func<Task<IActionResult>> act, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(Person, Id, cancellationToken) is not { } ticket)
        {
            return NotFound();
        }

        Ticket = ticket;
        return ticket.IsSensitive && Person.Level < Level.Medium ? StepUp(Level.Medium) : await act();
    }

    private Task<IActionResult> AsAgentAsync(Func<Task> act, CancellationToken cancellationToken) => WithTicketAsync(
        async () =>
        {
            if (!Person.IsAgent)
            {
                return StatusCode(StatusCodes.Status403Forbidden);
            }

            await act();
            return Redirect($"/tickets/{Id}");
        },
        cancellationToken);

    private async Task<IActionResult> ShowAsync(int page, CancellationToken cancellationToken)
    {
        Comments = await store.CommentsAsync(Ticket, page, cancellationToken);
        return Page();
    }
}
