namespace AuthHub.OpenId.Subjects;

/// <summary>Tells people that an app waits for their answer.</summary>
public interface IPersonNotices
{
    /// <summary>Does nothing for nobody, and for whoever cannot be reached.</summary>
    /// <param name="subject">Whom, or a text that is nobody's subject.</param>
    /// <param name="clientName">The app, as people know it.</param>
    /// <param name="bindingMessage">What it shows her to compare, if anything.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    Task TellAsync(string subject, string clientName, string? bindingMessage, CancellationToken cancellationToken);
}
