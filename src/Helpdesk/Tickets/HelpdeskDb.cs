using Microsoft.EntityFrameworkCore;

namespace Helpdesk.Tickets;

/// <summary>The helpdesk's own database: tables <c>tickets</c> and <c>comments</c>.</summary>
public sealed class HelpdeskDb(DbContextOptions<HelpdeskDb> options) : DbContext(options)
{
    private const int LongestSubject = 255;

    public DbSet<Ticket> Tickets => Set<Ticket>();

    public DbSet<Comment> Comments => Set<Comment>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<Ticket>(ticket =>
        {
            ticket.ToTable("tickets");
            ticket.Property(t => t.Id).ValueGeneratedNever();
            ticket.Property(t => t.Number).UseIdentityAlwaysColumn();
            ticket.Property(t => t.Title).HasMaxLength(Ticket.LongestTitle);
            ticket.Property(t => t.Description).HasMaxLength(Ticket.LongestText);
            ticket.Property(t => t.AuthorSubject).HasMaxLength(LongestSubject);
            ticket.Property(t => t.AssigneeSubject).HasMaxLength(LongestSubject);
            ticket.HasIndex(t => t.Number).IsUnique();
            ticket.HasIndex(t => new { t.AuthorSubject, t.Number });
        });
        modelBuilder.Entity<Comment>(comment =>
        {
            comment.ToTable("comments");
            comment.Property(c => c.Id).ValueGeneratedNever();
            comment.Property(c => c.AuthorSubject).HasMaxLength(LongestSubject);
            comment.Property(c => c.Text).HasMaxLength(Ticket.LongestText);
            comment.HasOne<Ticket>().WithMany().HasForeignKey(c => c.TicketId);
            comment.HasIndex(c => new { c.TicketId, c.WrittenAt });
        });
    }
}
