using Microsoft.AspNetCore.Http;

namespace AuthHub.OpenId.Subjects;

/// <summary>The browser's session, as far as ending it goes (OpenID Connect RP-Initiated Logout).</summary>
public interface ISessionEnds
{
    /// <summary>Who is signed in in this browser; null when nobody is.</summary>
    Task<Authentication?> CurrentAsync(HttpContext context, CancellationToken cancellationToken);

    /// <summary>Ends this browser's session with that id and removes its cookie.</summary>
    Task EndAsync(HttpContext context, Guid sessionId, CancellationToken cancellationToken);
}
