using Helpdesk.SignIn;

namespace Helpdesk.Tickets;

/// <summary>A request for help: what is wrong, whose it is, and who looks after it.</summary>
public sealed class Ticket
{
    public const int LongestTitle = 200;
    public const int LongestText = 8000;

    private Ticket()
    {
    }

    public Guid Id { get; private init; }

    /// <summary>The number people say on the phone; addresses use <see cref="Id"/>.</summary>
    public long Number { get; private init; }

    public string Title { get; private init; } = "";

    public string Description { get; private init; } = "";

    /// <summary>The author's <c>sub</c>: whose ticket it is.</summary>
    public string AuthorSubject { get; private init; } = "";

    /// <summary>The author's name as it was at the time, letter for letter.</summary>
    public string AuthorName { get; private init; } = "";

    public bool IsSensitive { get; private init; }

    public bool IsClosed { get; private set; }

    public string? AssigneeSubject { get; private set; }

    public string? AssigneeName { get; private set; }

    public DateTimeOffset FiledAt { get; private init; }

    public DateTimeOffset ChangedAt { get; private set; }

    public static Ticket File(string title, string description, bool sensitive, Person author, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(now),
        Title = title,
        Description = description,
        IsSensitive = sensitive,
        AuthorSubject = author.Subject,
        AuthorName = author.Name,
        FiledAt = now,
        ChangedAt = now,
    };
}
