using AuthHub.OpenId.Resources;
using AuthHub.Storage.Changes;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AuthHub.Storage;

/// <summary>Table <c>resources</c>. Tells the catalogue in memory and the other servers of every change made here.</summary>
internal sealed class Resources(AuthHubDb db, ResourceCatalog catalog, IChangeNotices notices) : IResources
{
    public async Task<IReadOnlyList<Resource>> AllAsync(CancellationToken cancellationToken) =>
        await db.Set<Resource>().AsNoTracking().OrderBy(r => r.Indicator).ToListAsync(cancellationToken);

    public async Task SetAsync(Resource resource, CancellationToken cancellationToken)
    {
        if (await ChangeAsync(resource, cancellationToken) == 0)
        {
            db.Add(resource);
            if (!await db.TrySaveAsync(cancellationToken))
            {
                // Somebody else was first to add it.
                await ChangeAsync(resource, cancellationToken);
            }
        }

        await TellAsync(cancellationToken);
    }

    public async Task<bool> RemoveAsync(string indicator, CancellationToken cancellationToken)
    {
        var removed = await db.Set<Resource>().Where(r => r.Indicator == indicator).ExecuteDeleteAsync(cancellationToken);
        await TellAsync(cancellationToken);
        return removed == 1;
    }

    private Task<int> ChangeAsync(Resource resource, CancellationToken cancellationToken) =>
        db.Set<Resource>().Where(r => r.Indicator == resource.Indicator).ExecuteUpdateAsync(set => set.SetProperty(r => r.Scopes, resource.Scopes), cancellationToken);

    private Task TellAsync(CancellationToken cancellationToken)
    {
        catalog.Invalidate();
        return notices.PublishAsync(ChangeTopics.Resources, cancellationToken);
    }

    private sealed class Mapping : IEntityTypeConfiguration<Resource>
    {
        public void Configure(EntityTypeBuilder<Resource> builder)
        {
            builder.ToTable("resources").HasKey(r => r.Indicator);
            builder.Property(r => r.Indicator).HasColumnName("indicator").HasMaxLength(500);
            builder.Property(r => r.Scopes).HasColumnName("scopes");
        }
    }
}
