namespace AuthHub.SignIn;

/// <summary>Runs a piece of work whole or not at all (law L17). Stores called inside take part; work that loses to a serialization failure or deadlock is run again, at most three times.</summary>
public interface ITransactions
{
    Task<T> RunAsync<T>(Func<CancellationToken, Task<T>> work, CancellationToken cancellationToken);
}
