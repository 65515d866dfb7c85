using AuthHub.OpenId.Clients;
using AuthHub.SignIn.Audit;
using AuthHub.SignIn.Users;
using Microsoft.Extensions.Localization;

namespace AuthHub.Web.Pages.Admin;

/// <summary>One event in plain words, with the people and the app it names.</summary>
public sealed record AuditLine(AuditEvent Event, string? Words, User? Actor, User? Subject, string? App);

/// <summary>Reads audit events for people to read.</summary>
public sealed class AuditLines(IAudit audit, IUsers users, ClientCatalog clients, IStringLocalizer<AdminTexts> texts)
{
    public async Task<IReadOnlyList<AuditLine>> ReadAsync(AuditFilter filter, int skip, int take, CancellationToken cancellationToken)
    {
        var events = await audit.ReadAsync(filter, skip, take, cancellationToken);
        var people = new Dictionary<Guid, User?>();
        foreach (var id in events.SelectMany(one => new[] { one.ActorId, one.SubjectId }).OfType<Guid>().Distinct())
        {
            people[id] = await users.FindAsync(id, cancellationToken);
        }

        var apps = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (var id in events.Select(one => one.ClientId).OfType<string>().Distinct(StringComparer.Ordinal))
        {
            apps[id] = (await clients.FindAsync(id, cancellationToken))?.Name;
        }

        return [.. events.Select(one => new AuditLine(
            one,
            WordsOf(one.Type),
            one.ActorId is { } actor ? people[actor] : null,
            one.SubjectId is { } subject ? people[subject] : null,
            one.ClientId is { } app ? apps[app] : null))];
    }

    /// <summary>What a type of event means; null for one nobody wrote words for.</summary>
    public string? WordsOf(string type) => texts["Event." + type] is { ResourceNotFound: false } words ? words.Value : null;
}
