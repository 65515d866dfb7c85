using AuthHub.Storage.Changes;
using Microsoft.EntityFrameworkCore;

namespace AuthHub.Storage.PostgreSql.Notices;

/// <summary>Sends notices with NOTIFY on the scope's connection, so that an open transaction carries them.</summary>
internal sealed class ChangePublisher(AuthHubDb db) : IChangeNotices
{
    public Task PublishAsync(string topic, CancellationToken cancellationToken) =>
        db.Database.ExecuteSqlAsync($"SELECT pg_notify({ChangeNotices.Channel}, {topic})", cancellationToken);
}
