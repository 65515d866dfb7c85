namespace AuthHub.OpenId.Subjects;

/// <summary>The people tokens are about, read live on every use of a code, refresh token or access token (law L19).</summary>
public interface ISubjects
{
    /// <summary>
    /// The person and, when a session is named, whether that session still lives (not ended, not expired, hers): one question, so
    /// that one query can answer it. Null when there is no such person.
    /// </summary>
    Task<Subject?> FindAsync(string subject, Guid? sessionId, CancellationToken cancellationToken);
}
