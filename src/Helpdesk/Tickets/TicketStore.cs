using Helpdesk.SignIn;
using Microsoft.EntityFrameworkCore;

namespace Helpdesk.Tickets;

/// <summary>Keeps tickets and comments. Every question says who asks, and sees only what that person may see.</summary>
public sealed class TicketStore(HelpdeskDb db, TimeProvider time)
{
    private const int TicketsPerPage = 20;
    private const int CommentsPerPage = 50;

    public Task<Paged<Ticket>> PageAsync(Person person, TicketFilter filter, bool sensitive, int page, CancellationToken cancellationToken)
    {
        var tickets = VisibleTo(person).Where(t => t.IsSensitive == sensitive);
        tickets = filter switch
        {
            TicketFilter.Open => tickets.Where(t => !t.IsClosed),
            TicketFilter.Closed => tickets.Where(t => t.IsClosed),
            TicketFilter.Assigned => tickets.Where(t => !t.IsClosed && t.AssigneeSubject == person.Subject),
            _ => tickets,
        };
        return tickets.OrderByDescending(t => t.Number).ReadPageAsync(page, TicketsPerPage, cancellationToken);
    }

    /// <summary>The ticket, or null when there is none that this person may see.</summary>
    public Task<Ticket?> FindAsync(Person person, Guid id, CancellationToken cancellationToken) =>
        VisibleTo(person).FirstOrDefaultAsync(t => t.Id == id, cancellationToken);

    public Task<Paged<Comment>> CommentsAsync(Ticket ticket, int page, CancellationToken cancellationToken) =>
        db.Comments.AsNoTracking().Where(c => c.TicketId == ticket.Id).OrderBy(c => c.WrittenAt).ThenBy(c => c.Id)
            .ReadPageAsync(page, CommentsPerPage, cancellationToken);

    /// <summary>The page a new comment is on.</summary>
    public async Task<int> LastCommentPageAsync(Ticket ticket, CancellationToken cancellationToken) =>
        Paging.Pages(await db.Comments.CountAsync(c => c.TicketId == ticket.Id, cancellationToken), CommentsPerPage);

    public async Task<Ticket> FileAsync(Person author, string title, string description, bool sensitive, CancellationToken cancellationToken)
    {
        var ticket = Ticket.File(title, description, sensitive, author, time.GetUtcNow());
        db.Tickets.Add(ticket);
        await db.SaveChangesAsync(cancellationToken);
        return ticket;
    }

    public async Task CommentAsync(Person author, Ticket ticket, string text, CancellationToken cancellationToken)
    {
        db.Comments.Add(Comment.Write(ticket.Id, text, author, time.GetUtcNow()));
        await db.SaveChangesAsync(cancellationToken);
    }

    public Task AssignAsync(Person agent, Ticket ticket, CancellationToken cancellationToken) =>
        WorkedOnBy(agent, ticket).ExecuteUpdateAsync(
            change => change
                .SetProperty(t => t.AssigneeSubject, agent.Subject)
                .SetProperty(t => t.AssigneeName, agent.Name)
                .SetProperty(t => t.ChangedAt, time.GetUtcNow()),
            cancellationToken);

    public Task SetClosedAsync(Person agent, Ticket ticket, bool closed, CancellationToken cancellationToken) =>
        WorkedOnBy(agent, ticket).ExecuteUpdateAsync(
            change => change.SetProperty(t => t.IsClosed, closed).SetProperty(t => t.ChangedAt, time.GetUtcNow()), cancellationToken);

    private IQueryable<Ticket> VisibleTo(Person person) =>
        db.Tickets.AsNoTracking().Where(t => person.IsAgent || t.AuthorSubject == person.Subject);

    // Only agents work on tickets; for anybody else there is nothing to change.
    private IQueryable<Ticket> WorkedOnBy(Person person, Ticket ticket) =>
        db.Tickets.Where(t => person.IsAgent && t.Id == ticket.Id);
}
