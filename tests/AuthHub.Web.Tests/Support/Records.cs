using System.Text.Json;
using AuthHub.OpenId.Authorizations;
using AuthHub.SignIn.Audit;
using AuthHub.SignIn.Authenticators;
using AuthHub.SignIn.Runs;
using AuthHub.SignIn.Sessions;
using AuthHub.SignIn.Users;
using AuthHub.Storage;
using Microsoft.EntityFrameworkCore;

namespace AuthHub.Web.Tests.Support;

/// <summary>Looks into the host's database: what is there, and what was recorded.</summary>
public static class Records
{
    /// <summary>What a person has in the database; two of them are equal when nothing was gained in between.</summary>
    public static async Task<Holdings> HoldingsAsync(this AuthHubHost host, Person person) => await host.WithAsync(async (AuthHubDb db) => new Holdings(
        await db.Set<Session>().CountAsync(one => one.UserId == person.Id),
        await db.Set<Session>().CountAsync(one => one.UserId == person.Id && one.EndedAt == null),
        await db.Set<Authorization>().CountAsync(one => one.Subject == person.Subject),
        await db.Set<Authenticator>().CountAsync(one => one.UserId == person.Id),
        await db.Set<Run>().CountAsync(one => one.UserId == person.Id && one.CompletedAt != null)));

    public static Task<List<Run>> RunsAsync(this AuthHubHost host, Person person) =>
        host.WithAsync((AuthHubDb db) => db.Set<Run>().AsNoTracking().Where(one => one.UserId == person.Id).OrderBy(one => one.CreatedAt).ToListAsync());

    public static Task<List<Session>> SessionsAsync(this AuthHubHost host, Person person) =>
        host.WithAsync((AuthHubDb db) => db.Set<Session>().AsNoTracking().Where(one => one.UserId == person.Id).OrderBy(one => one.CreatedAt).ToListAsync());

    public static Task<IReadOnlyList<Authenticator>> AuthenticatorsAsync(this AuthHubHost host, Person person) =>
        host.WithAsync((IAuthenticators all) => all.OfAsync(person.Id, CancellationToken.None));

    public static async Task<int> FailuresAsync(this AuthHubHost host, Guid authenticator) =>
        await host.WithAsync((AuthHubDb db) => db.Set<Authenticator>().Where(one => one.Id == authenticator).Select(one => one.Failures).SingleAsync());

    public static async Task<User> UserAsync(this AuthHubHost host, Person person) =>
        (await host.WithAsync((IUsers users) => users.FindAsync(person.Id, CancellationToken.None)))!;

    /// <summary>The types of what was recorded about a person, by name: the clock stands, so there is no order in time.</summary>
    public static async Task<IReadOnlyList<string>> TrailAsync(this AuthHubHost host, Person person) => [.. (await host.EventsAsync(person)).Select(one => one.Type).Order()];

    /// <summary>How often something was recorded about a person.</summary>
    public static async Task<int> CountAsync(this AuthHubHost host, Person person, string type, string? detail = null) =>
        (await host.EventsAsync(person)).Count(one => one.Type == type && (detail is null || one.Detail == detail));

    /// <summary>The methods proved in a stored run.</summary>
    public static string[] Proved(this Run run)
    {
        using var state = JsonDocument.Parse(run.State);
        return [.. state.RootElement.GetProperty("Proofs").EnumerateArray().Select(proof => proof.GetProperty("Method").GetString()!)];
    }

    public static Task<List<AuditEvent>> EventsAsync(this AuthHubHost host, Person person) =>
        host.WithAsync((AuthHubDb db) => db.Set<AuditEvent>().AsNoTracking().Where(one => one.SubjectId == person.Id).OrderBy(one => one.Id).ToListAsync());

    public static Task<List<AuditEvent>> AllEventsAsync(this AuthHubHost host) =>
        host.WithAsync((AuthHubDb db) => db.Set<AuditEvent>().AsNoTracking().OrderBy(one => one.Id).ToListAsync());
}

/// <summary>Counts of what a person has.</summary>
public sealed record Holdings(int Sessions, int OpenSessions, int Authorizations, int Authenticators, int CompletedRuns);
