namespace AuthHub.OpenId.Subjects;

/// <summary>Finds people by what others call them.</summary>
public interface ISubjectNames
{
    /// <summary>The <c>sub</c> of the person with this username and no other name; null when there is none.</summary>
    Task<string?> FindByUsernameAsync(string username, CancellationToken cancellationToken);

    /// <summary>
    /// The <c>sub</c> of the person an app means by a username, an e-mail address or the <c>sub</c> itself; where there is none, a text that is
    /// nobody's, the same for every spelling; null when nobody could ever be called so.
    /// </summary>
    Task<string?> FindByHintAsync(string hint, CancellationToken cancellationToken);
}
