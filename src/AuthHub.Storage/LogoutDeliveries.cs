using AuthHub.OpenId.Authorizations;
using AuthHub.OpenId.SignOut;
using AuthHub.OpenId.Tokens;
using AuthHub.SignIn.Sessions;
using AuthHub.SignIn.Users;
using AuthHub.Storage.Mapping;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AuthHub.Storage;

/// <summary>Table <c>logout_deliveries</c>, and what sessions and people themselves say of its having been begun.</summary>
internal sealed class LogoutDeliveries(AuthHubDb db) : ILogoutDeliveries, IHousekeeping
{
    private const int AnswerLength = 200;

    private static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    private IQueryable<LogoutDelivery> All => db.Set<LogoutDelivery>().AsNoTracking();

    public async Task<IReadOnlyList<EndedSession>> UntoldAsync(int take, CancellationToken cancellationToken)
    {
        // Two queries over two small partial indexes: sessions that were ended, and those of people whose security version went past them.
        var untold = db.Set<Session>().Where(s => EF.Property<DateTimeOffset?>(s, SessionMapping.ToldAt) == null);
        var ended = await untold.Where(s => s.EndedAt != null).Select(s => s.Id).OrderBy(id => id).Take(take).ToListAsync(cancellationToken);
        var outdated = await db.Set<User>().Where(u => EF.Property<int>(u, UserMapping.ToldVersion) != u.SecurityVersion)
            .Join(untold, u => u.Id, s => s.UserId, (u, s) => new { s.Id, IsOutdated = u.SecurityVersion != s.SecurityVersion })
            .Where(s => s.IsOutdated).Select(s => s.Id).OrderBy(id => id).Take(take).ToListAsync(cancellationToken);
        var sessions = ended.Union(outdated).ToArray();
        if (sessions.Length == 0)
        {
            await SettlePeopleAsync(untold, cancellationToken);
            return [];
        }

        var apps = await AppsOf(sessions).ToListAsync(cancellationToken);
        return [.. sessions.GroupJoin(apps, id => id, one => one.Session, (id, own) => new EndedSession(id, [.. own.Select(one => one.App)]))];
    }

    public Task BeginAsync(IReadOnlyCollection<Guid> sessions, IReadOnlyCollection<LogoutDelivery> deliveries, DateTimeOffset now, CancellationToken cancellationToken) =>
        new Transactions(db).RunAsync(
            async token =>
            {
                Guid[] known = [.. deliveries.Select(d => d.SessionId).Distinct()];
                await TellAsync([.. sessions.Except(known)], now, token);
                foreach (var session in known)
                {
                    // Of several servers one is told that it was first; it alone writes.
                    if (await TellAsync([session], now, token) == 1)
                    {
                        db.AddRange(deliveries.Where(d => d.SessionId == session));
                    }
                }

                return await db.SaveChangesAsync(token);
            },
            cancellationToken);

    public async Task<IReadOnlyList<SessionApp>> AppsOfAsync(Guid session, CancellationToken cancellationToken) =>
        await AppsOf([session]).Select(one => one.App).ToListAsync(cancellationToken);

    public async Task<IReadOnlyList<LogoutDelivery>> DueAsync(DateTimeOffset now, int take, CancellationToken cancellationToken) =>
        await All.Where(d => d.NextAttemptAt <= now).OrderBy(d => d.NextAttemptAt).Take(take).ToListAsync(cancellationToken);

    public async Task<bool> TryBeginAttemptAsync(LogoutDelivery delivery, DateTimeOffset now, DateTimeOffset again, CancellationToken cancellationToken) =>
        await All.Where(d => d.Id == delivery.Id && d.Attempts == delivery.Attempts && d.NextAttemptAt <= now)
            .ExecuteUpdateAsync(
                set => set
                    .SetProperty(d => d.Attempts, d => d.Attempts + 1)
                    .SetProperty(d => d.LastAttemptAt, now)
                    .SetProperty(d => d.NextAttemptAt, again),
                cancellationToken) == 1;

    public Task NoteDeliveredAsync(Guid id, string answer, DateTimeOffset now, CancellationToken cancellationToken) =>
        All.Where(d => d.Id == id).ExecuteUpdateAsync(
            set => set
                .SetProperty(d => d.LastAnswer, OneLine.Of(answer, AnswerLength))
                .SetProperty(d => d.NextAttemptAt, (DateTimeOffset?)null)
                .SetProperty(d => d.DeliveredAt, now),
            cancellationToken);

    public Task NoteFailedAsync(Guid id, string answer, DateTimeOffset? again, CancellationToken cancellationToken) =>
        All.Where(d => d.Id == id && d.DeliveredAt == null).ExecuteUpdateAsync(
            set => set
                .SetProperty(d => d.LastAnswer, OneLine.Of(answer, AnswerLength))
                .SetProperty(d => d.NextAttemptAt, again),
            cancellationToken);

    public Task PostponeAsync(string clientId, DateTimeOffset until, CancellationToken cancellationToken) =>
        All.Where(d => d.ClientId == clientId && d.NextAttemptAt < until).ExecuteUpdateAsync(set => set.SetProperty(d => d.NextAttemptAt, until), cancellationToken);

    public async Task<IReadOnlyList<LogoutDelivery>> ListAsync(int skip, int take, CancellationToken cancellationToken) =>
        await All.OrderByDescending(d => d.Id).Skip(skip).Take(take).ToListAsync(cancellationToken);

    public Task<int> DeleteExpiredAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var before = now - Kept;
        return All.Where(d => d.NextAttemptAt == null && d.CreatedAt < before).ExecuteDeleteAsync(cancellationToken);
    }

    private Task<int> TellAsync(Guid[] sessions, DateTimeOffset now, CancellationToken cancellationToken) =>
        db.Set<Session>().Where(s => sessions.Contains(s.Id) && EF.Property<DateTimeOffset?>(s, SessionMapping.ToldAt) == null)
            .ExecuteUpdateAsync(set => set.SetProperty(s => EF.Property<DateTimeOffset?>(s, SessionMapping.ToldAt), now), cancellationToken);

    private IQueryable<AppOfSession> AppsOf(Guid[] sessions) =>
        db.Set<Authorization>().Where(a => sessions.Contains(a.SessionId) && a.Scopes.Contains(Scopes.OpenId))
            .Select(a => new { a.SessionId, a.ClientId, a.Subject, Redeemed = a.CodeRedeemedAt != null }).Distinct()
            .Select(a => new AppOfSession(a.SessionId, new SessionApp(a.ClientId, a.Subject, a.Redeemed)));

    /// <summary>Takes people whose sessions all know their version out of the index of those to look at; one statement, so a change meanwhile is not lost.</summary>
    private Task<int> SettlePeopleAsync(IQueryable<Session> untold, CancellationToken cancellationToken) =>
        db.Set<User>()
            .Where(u => EF.Property<int>(u, UserMapping.ToldVersion) != u.SecurityVersion && !untold.Any(s => s.UserId == u.Id && s.SecurityVersion != u.SecurityVersion))
            .ExecuteUpdateAsync(set => set.SetProperty(u => EF.Property<int>(u, UserMapping.ToldVersion), u => u.SecurityVersion), cancellationToken);

    private sealed record AppOfSession(Guid Session, SessionApp App);

    private sealed class Mapping : IEntityTypeConfiguration<LogoutDelivery>
    {
        public void Configure(EntityTypeBuilder<LogoutDelivery> builder)
        {
            builder.ToTable("logout_deliveries");
            builder.Property(d => d.Id).ValueGeneratedNever();
            builder.Property(d => d.ClientId).HasMaxLength(128);
            builder.Property(d => d.Subject).HasMaxLength(255);
            builder.Property(d => d.LastAnswer).HasMaxLength(AnswerLength);
            builder.Ignore(d => d.IsGivenUp);
            builder.HasIndex(d => d.NextAttemptAt).HasFilter("next_attempt_at IS NOT NULL");
        }
    }
}
