namespace AuthHub.OpenId.Subjects;

/// <summary>Finds people by what others call them.</summary>
public interface ISubjectNames
{
    /// <summary>The <c>sub</c> of the person with this username and no other name; null when there is none.</summary>
    Task<string?> FindByUsernameAsync(string username, CancellationToken cancellationToken);
}
