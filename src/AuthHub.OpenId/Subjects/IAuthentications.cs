using Microsoft.AspNetCore.Http;

namespace AuthHub.OpenId.Subjects;

/// <summary>The door to the sign-in half. Asked anew each time a request comes back, so it must answer from stored state only.</summary>
public interface IAuthentications
{
    Task<AuthenticationAnswer> AnswerAsync(HttpContext context, AuthenticationQuestion question, CancellationToken cancellationToken);
}
