using AuthHub.SignIn.Throttling;

namespace AuthHub.Methods.Password;

/// <summary>Keeps a flood of sign-ins from exhausting the machine: one hash per core at a time, a short queue, and a quick no beyond it (law L20).</summary>
public sealed class PasswordHashQueue : IDisposable
{
    private readonly SemaphoreSlim _turns;
    private readonly int _places;
    private int _inside;

    /// <param name="running">Hashes at the same time.</param>
    /// <param name="waiting">Hashes that may wait.</param>
    public PasswordHashQueue(int running, int waiting)
    {
        _turns = new SemaphoreSlim(running, running);
        _places = running + waiting;
    }

    /// <summary>Does the work when its turn comes; throws <see cref="BusyException"/> at once when the queue is full.</summary>
    public async Task<T> RunAsync<T>(Func<T> work, CancellationToken cancellationToken)
    {
        try
        {
            if (Interlocked.Increment(ref _inside) > _places)
            {
                throw new BusyException(TimeSpan.FromSeconds(2));
            }

            await _turns.WaitAsync(cancellationToken);
            try
            {
                return await Task.Run(work, cancellationToken);
            }
            finally
            {
                _turns.Release();
            }
        }
        finally
        {
            Interlocked.Decrement(ref _inside);
        }
    }

    public void Dispose() => _turns.Dispose();
}
