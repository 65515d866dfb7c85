using Helpdesk.SignIn;

namespace Helpdesk.Tickets;

/// <summary>What somebody added to a ticket.</summary>
public sealed class Comment
{
    private Comment()
    {
    }

    public Guid Id { get; private init; }

    public Guid TicketId { get; private init; }

    public string AuthorSubject { get; private init; } = "";

    public string AuthorName { get; private init; } = "";

    public bool ByAgent { get; private init; }

    public string Text { get; private init; } = "";

    public DateTimeOffset WrittenAt { get; private init; }

    public static Comment Write(Guid ticket, string text, Person author, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(now),
        TicketId = ticket,
        Text = text,
        AuthorSubject = author.Subject,
        AuthorName = author.Name,
        ByAgent = author.IsAgent,
        WrittenAt = now,
    };
}
