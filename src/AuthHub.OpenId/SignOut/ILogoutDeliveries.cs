namespace AuthHub.OpenId.SignOut;

/// <summary>
/// Which sessions ended and which apps were told. That a session ended is read from what ends it, so nothing that ends sessions can
/// forget to say so, and a server that dies on the way leaves nothing untold.
/// </summary>
public interface ILogoutDeliveries
{
    /// <summary>Sessions that were ended, or whose person changed or was disabled, and whose apps are not told yet. Those that only ran out are none of them.</summary>
    Task<IReadOnlyList<EndedSession>> UntoldAsync(int take, CancellationToken cancellationToken);

    /// <summary>Notes that these sessions' apps are being told, and what is to be sent to them, all at once; what another server did first is left out.</summary>
    Task BeginAsync(IReadOnlyCollection<Guid> sessions, IReadOnlyCollection<LogoutDelivery> deliveries, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Those apps that may know this session.</summary>
    Task<IReadOnlyList<SessionApp>> AppsOfAsync(Guid session, CancellationToken cancellationToken);

    /// <summary>Deliveries whose time has come, the longest waiting first.</summary>
    Task<IReadOnlyList<LogoutDelivery>> DueAsync(DateTimeOffset now, int take, CancellationToken cancellationToken);

    /// <summary>Counts an attempt before it is made; it is due again at <paramref name="again"/> should nobody come back. False when another server makes it.</summary>
    Task<bool> TryBeginAttemptAsync(LogoutDelivery delivery, DateTimeOffset now, DateTimeOffset again, CancellationToken cancellationToken);

    Task NoteDeliveredAsync(Guid id, string answer, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Notes what went wrong and when to try again; null gives it up.</summary>
    Task NoteFailedAsync(Guid id, string answer, DateTimeOffset? again, CancellationToken cancellationToken);

    /// <summary>Puts off what waits for an app that does not answer.</summary>
    Task PostponeAsync(string clientId, DateTimeOffset until, CancellationToken cancellationToken);

    /// <summary>For administrators: newest first.</summary>
    Task<IReadOnlyList<LogoutDelivery>> ListAsync(int skip, int take, CancellationToken cancellationToken);
}
