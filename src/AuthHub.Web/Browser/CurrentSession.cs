using AuthHub.SignIn.Sessions;

namespace AuthHub.Web.Browser;

/// <summary>The session of the browser that sent this request, judged once per request. A cookie that stands for nothing is dropped at once, so that it strands nobody.</summary>
public sealed partial class CurrentSession(Cookies cookies, LiveSessions sessions, ILogger<CurrentSession> logger)
{
    private bool judged;
    private LiveSession? live;

    public async Task<LiveSession?> FindAsync(CancellationToken cancellationToken)
    {
        if (judged)
        {
            return live;
        }

        if (cookies.Session is { } secret)
        {
            live = await sessions.FindAsync(secret, cancellationToken);
            if (live is null)
            {
                cookies.Session = null;
                LogDropped();
            }
        }

        judged = true;
        return live;
    }

    /// <summary>The session changed in this request (begun, stepped up or ended): judge again when next asked.</summary>
    public void Forget() => (judged, live) = (false, null);

    [LoggerMessage(Level = LogLevel.Information, Message = "Dropped a session cookie that is ended, expired or unknown.")]
    private partial void LogDropped();
}
