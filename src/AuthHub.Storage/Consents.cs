using AuthHub.OpenId.Authorizations;
using AuthHub.OpenId.Consents;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AuthHub.Storage;

/// <summary>Table <c>consents</c>.</summary>
internal sealed class Consents(AuthHubDb db) : IConsents
{
    public Task<Consent?> FindAsync(string subject, string clientId, CancellationToken cancellationToken) =>
        db.Set<Consent>().AsNoTracking().FirstOrDefaultAsync(c => c.Subject == subject && c.ClientId == clientId, cancellationToken);

    public async Task<IReadOnlyList<Consent>> OfAsync(string subject, CancellationToken cancellationToken) =>
        await db.Set<Consent>().AsNoTracking().Where(c => c.Subject == subject).OrderBy(c => c.ClientId).ToListAsync(cancellationToken);

    public async Task GiveAsync(Consent consent, CancellationToken cancellationToken)
    {
        // Two tabs may say yes at once: who loses the insert tries again and finds the row to add to.
        for (var attempt = 0; attempt < 3; attempt++)
        {
            var before = await FindAsync(consent.Subject, consent.ClientId, cancellationToken);
            if (before is null)
            {
                db.Add(consent);
                if (await db.TrySaveAsync(cancellationToken))
                {
                    return;
                }

                continue;
            }

            var scopes = before.Scopes.Union(consent.Scopes, StringComparer.Ordinal).ToList();
            var resources = (before.Resources ?? []).Union(consent.Resources ?? [], StringComparer.Ordinal).ToList();
            var changed = await db.Set<Consent>()
                .Where(c => c.Subject == consent.Subject && c.ClientId == consent.ClientId && c.RequestId == before.RequestId)
                .ExecuteUpdateAsync(
                    set => set.SetProperty(c => c.Scopes, scopes).SetProperty(c => c.Resources, resources).SetProperty(c => c.RequestId, consent.RequestId).SetProperty(c => c.GivenAt, consent.GivenAt),
                    cancellationToken);
            if (changed == 1)
            {
                return;
            }
        }

        throw new DbUpdateConcurrencyException("A consent was changed by others three times while it was being given.");
    }

    public async Task<bool> RevokeAsync(string subject, string clientId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        // The consent first: what is issued after this needs a new yes; what was issued before is ended by the second statement.
        var consents = await db.Set<Consent>().Where(c => c.Subject == subject && c.ClientId == clientId).ExecuteDeleteAsync(cancellationToken);
        var families = await db.Set<Authorization>()
            .Where(a => a.Subject == subject && a.ClientId == clientId && a.RevokedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(a => a.RevokedAt, now), cancellationToken);
        return consents + families > 0;
    }

    private sealed class Mapping : IEntityTypeConfiguration<Consent>
    {
        public void Configure(EntityTypeBuilder<Consent> builder)
        {
            builder.ToTable("consents").HasKey(c => new { c.Subject, c.ClientId });
            builder.Property(c => c.Subject).HasColumnName("subject").HasMaxLength(255);
            builder.Property(c => c.ClientId).HasColumnName("client_id").HasMaxLength(128);
            builder.Property(c => c.Scopes).HasColumnName("scopes");
            builder.Property(c => c.Resources).HasColumnName("resources");
            builder.Property(c => c.RequestId).HasColumnName("request_id");
            builder.Property(c => c.GivenAt).HasColumnName("given_at");
        }
    }
}
