namespace AuthHub.OpenId.Subjects;

/// <summary>The people tokens are about, read live on every use of a code, refresh token or access token (law L19).</summary>
public interface ISubjects
{
    /// <summary>
    /// The person, whether the session named still lives (not ended, not expired, hers), and whether what was proved would do today:
    /// one question, so that one query can answer it. Null when there is no such person.
    /// </summary>
    Task<Subject?> FindAsync(SubjectQuestion question, CancellationToken cancellationToken);
}
