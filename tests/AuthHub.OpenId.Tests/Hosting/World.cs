using System.Collections.Concurrent;
using AuthHub.OpenId.Audit;
using AuthHub.OpenId.Subjects;
using Microsoft.AspNetCore.Http;

namespace AuthHub.OpenId.Tests.Hosting;

/// <summary>The sign-in half of the tests, small but real: people, their sessions, and what was recorded. The header X-Person says who sits at the browser.</summary>
public sealed class World(TimeProvider clock) : IAuthentications, ISubjects, ISubjectNames, IPersonNotices, ISessionEnds, IProtocolAudit
{
    public const string PersonHeader = "X-Person";

    private readonly ConcurrentDictionary<string, Authentication> _sessions = new();

    private readonly ConcurrentDictionary<Guid, bool> _alive = new();

    public ConcurrentDictionary<string, Subject> People { get; } = new();

    public ConcurrentQueue<(string Type, string? Subject, string? ClientId, string? Detail)> Records { get; } = new();

    public AuthenticationQuestion? LastQuestion { get; private set; }

    public Subject AddPerson(string name, params (string Name, object Value)[] claims)
    {
        var all = new Dictionary<string, object>
        {
            ["name"] = "Jānis Bērziņš",
            ["preferred_username"] = name,
            ["email"] = name + "@example.org",
            ["email_verified"] = true,
            ["locale"] = "lv",
            ["phone_number"] = "+37120000000",
            ["roles"] = new[] { "helpdesk-agent" },
            ["groups"] = new[] { "desk", "night" },
        };
        foreach (var (claim, value) in claims)
        {
            all[claim] = value;
        }

        return People[name] = new Subject(name, true, false, true, 1, all);
    }

    public Authentication SignIn(string name, string acr = "basic", params string[] amr)
    {
        var session = new Authentication(name, Guid.CreateVersion7(clock.GetUtcNow()), clock.GetUtcNow(), acr, amr.Length == 0 ? ["pwd"] : amr, People[name].SecurityVersion);
        _alive[session.SessionId] = true;
        return _sessions[name] = session;
    }

    public Authentication? SignedIn(string name) => _sessions.GetValueOrDefault(name);

    public void EndSession(string name)
    {
        if (_sessions.TryRemove(name, out var session))
        {
            _alive[session.SessionId] = false;
        }
    }

    public void Change(string name, Func<Subject, Subject> change) => People[name] = change(People[name]);

    public Task<AuthenticationAnswer> AnswerAsync(HttpContext context, AuthenticationQuestion question, CancellationToken cancellationToken)
    {
        LastQuestion = question;
        var session = Current(context);
        var fresh = session?.AuthTime >= question.RequestedAt;
        var fits = session is not null
            && (question.HintedSubject is null || question.HintedSubject == session.Subject)
            && (fresh || !question.Prompts.Overlaps(["login", "select_account"]))
            && (fresh || question.MaxAge is not { } age || session.AuthTime >= question.RequestedAt - age)
            && (!question.AcrEssential || question.AcrValues.Contains(session.Acr));
        AuthenticationAnswer answer = fits ? new AuthenticationAnswer.SignedIn(session!) : new AuthenticationAnswer.Needs("/sign-in?request=" + question.Handle);
        return Task.FromResult(answer);
    }

    public Task<Subject?> FindAsync(SubjectQuestion question, CancellationToken cancellationToken) =>
        Task.FromResult(People.TryGetValue(question.Subject, out var person) ? person with { SessionAlive = _alive.GetValueOrDefault(question.SessionId) } : null);

    public Task<string?> FindByUsernameAsync(string username, CancellationToken cancellationToken) => Task.FromResult(People.ContainsKey(username) ? username : null);

    public Task<string?> FindByHintAsync(string hint, CancellationToken cancellationToken) =>
        Task.FromResult(hint == "nobody could be called so" ? null : People.ContainsKey(hint) ? hint : "nobody:" + hint[..Math.Min(hint.Length, 200)]);

    public ConcurrentQueue<(string Subject, string ClientName, string? Message)> Told { get; } = new();

    public Task TellAsync(string subject, string clientName, string? bindingMessage, CancellationToken cancellationToken)
    {
        Told.Enqueue((subject, clientName, bindingMessage));
        return Task.CompletedTask;
    }

    public Task<Authentication?> CurrentAsync(HttpContext context, CancellationToken cancellationToken) => Task.FromResult(Current(context));

    public Task EndAsync(HttpContext context, Guid sessionId, CancellationToken cancellationToken)
    {
        foreach (var (name, session) in _sessions)
        {
            if (session.SessionId == sessionId)
            {
                EndSession(name);
            }
        }

        return Task.CompletedTask;
    }

    public Task WriteAsync(string type, string? subject, string? clientId, string? detail, CancellationToken cancellationToken)
    {
        Records.Enqueue((type, subject, clientId, detail));
        return Task.CompletedTask;
    }

    public Task WriteRefusedStrangerAsync(string? clientId, string detail, CancellationToken cancellationToken) =>
        WriteAsync(ProtocolAuditTypes.RequestRefused, null, clientId, detail, cancellationToken);

    private Authentication? Current(HttpContext context) =>
        context.Request.Headers[PersonHeader].ToString() is { Length: > 0 } name ? _sessions.GetValueOrDefault(name) : null;
}
