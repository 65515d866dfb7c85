using AuthHub.SignIn.Authenticators;
using AuthHub.SignIn.Messages;
using AuthHub.SignIn.Throttling;

namespace AuthHub.Methods.Tests.Shared;

/// <summary>A clock the tests move.</summary>
internal sealed class HandClock : TimeProvider
{
    public DateTimeOffset Now { get; set; } = new(2026, 11, 20, 12, 0, 7, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow() => Now;
}

/// <summary>Keeps messages instead of sending them.</summary>
internal sealed class Outbox : IMessageGateway
{
    public List<Message> Sent { get; } = [];

    public bool Refuses { get; set; }

    public string Kind => "sms";

    public Task SendAsync(Message message, CancellationToken cancellationToken)
    {
        if (Refuses)
        {
            throw new MessageNotSentException("The test's carrier is out.");
        }

        Sent.Add(message);
        return Task.CompletedTask;
    }
}

/// <summary>Fixed-window counters in memory, with the meaning the contract gives them.</summary>
internal sealed class MemoryThrottle(TimeProvider clock) : IThrottle
{
    private readonly Dictionary<string, (int Count, DateTimeOffset Ends)> _counters = [];

    public Task<ThrottleAnswer> CountAsync(string key, int limit, TimeSpan window, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var (count, ends) = _counters.TryGetValue(key, out var open) && open.Ends > now ? open : (0, now + window);
        _counters[key] = (count + 1, ends);
        return Task.FromResult(new ThrottleAnswer(count < limit, ends - now));
    }

    public Task ClearAsync(string key, CancellationToken cancellationToken)
    {
        _counters.Remove(key);
        return Task.CompletedTask;
    }

    public Task<int> DeleteExpiredAsync(CancellationToken cancellationToken) => Task.FromResult(0);
}

/// <summary>The one question methods ask of the store: is this external id taken.</summary>
internal sealed class TakenIds : IAuthenticators
{
    public HashSet<string> Taken { get; } = [];

    public Task<bool> ExternalIdExistsAsync(string externalId, CancellationToken cancellationToken) => Task.FromResult(Taken.Contains(externalId));

    public Task<IReadOnlyList<Authenticator>> OfAsync(Guid user, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<Authenticator?> FindAsync(Guid user, Guid id, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<bool> AddAsync(Authenticator authenticator, int limit, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<bool> CountAttemptAsync(Guid id, int limit, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task ForgiveAttemptAsync(Guid id, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<bool> UseAsync(Guid id, int version, byte[] sealedState, DateTimeOffset now, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task ClearFailuresAsync(Guid user, IReadOnlyCollection<Guid>? only, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<bool> RenameAsync(Guid user, Guid id, string label, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<bool> RemoveAsync(Guid user, Guid id, IReadOnlyCollection<string>? keepOneOf, CancellationToken cancellationToken) => throw new NotSupportedException();
}
