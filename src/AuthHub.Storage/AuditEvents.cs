using AuthHub.SignIn.Audit;
using AuthHub.Storage.Mapping;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AuthHub.Storage;

/// <summary>Table <c>audit_events</c>.</summary>
internal sealed class AuditEventMapping : IEntityTypeConfiguration<AuditEvent>
{
    public const int TypeLength = 64;
    public const int DetailLength = 500;

    public void Configure(EntityTypeBuilder<AuditEvent> builder)
    {
        builder.ToTable("audit_events");
        builder.Property(e => e.Id).ValueGeneratedNever();
        builder.Property(e => e.Type).HasMaxLength(TypeLength);
        builder.Property(e => e.ClientId).HasMaxLength(Lengths.ClientId);
        builder.Property(e => e.Address).HasMaxLength(Lengths.Address);
        builder.Property(e => e.Detail).HasMaxLength(DetailLength);
        builder.HasIndex(e => new { e.At, e.Id });
        builder.HasIndex(e => new { e.Type, e.At });
        builder.HasIndex(e => new { e.SubjectId, e.At });
    }
}

/// <summary>The record of who did what, in table <c>audit_events</c>.</summary>
internal sealed class AuditEvents(AuthHubDb db, TimeProvider clock, RequestOrigin origin) : IAudit
{
    public Task WriteAsync(string type, Guid? actor, Guid? subject, string? client, string? detail, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var entry = new AuditEvent
        {
            Id = Guid.CreateVersion7(now),
            At = now,
            Type = OneLine.Of(type, AuditEventMapping.TypeLength)!,
            ActorId = actor,
            SubjectId = subject,
            ClientId = OneLine.Of(client, Lengths.ClientId),
            Address = OneLine.Of(origin.Address, Lengths.Address),
            Detail = OneLine.Of(detail, AuditEventMapping.DetailLength),
        };
        return db.AddAloneAsync(entry, cancellationToken);
    }

    public async Task<IReadOnlyList<AuditEvent>> ReadAsync(AuditFilter filter, int skip, int take, CancellationToken cancellationToken)
    {
        if (!StorableText.Is(filter.Type) || !StorableText.Is(filter.Text))
        {
            return [];
        }

        IQueryable<AuditEvent> events = db.Set<AuditEvent>().AsNoTracking();
        events = filter.Type is { Length: > 0 } type ? events.Where(e => e.Type == type) : events;
        events = filter.Subject is { } subject ? events.Where(e => e.SubjectId == subject) : events;
#pragma warning disable CA1304, CA1311, CA1862 // The database lowers the letters of both; it knows neither cultures nor comparisons.
        events = filter.Text is { Length: > 0 } text ? events.Where(e => e.Detail!.ToLower().Contains(text.ToLower())) : events;
#pragma warning restore CA1304, CA1311, CA1862
        return await events.OrderByDescending(e => e.At).ThenByDescending(e => e.Id).Skip(skip).Take(take).ToListAsync(cancellationToken);
    }
}
