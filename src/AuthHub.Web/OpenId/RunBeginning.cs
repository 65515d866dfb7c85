using AuthHub.Flows;
using AuthHub.OpenId.Clients;
using AuthHub.OpenId.Requests;
using AuthHub.OpenId.Subjects;
using AuthHub.SignIn.Runs;

namespace AuthHub.Web.OpenId;

/// <summary>Turns an authorization request into the beginning of a run.</summary>
internal sealed class RunBeginning(PendingRequests pending, RunOpener runs, TimeProvider clock)
{
    public DateTimeOffset Now => clock.GetUtcNow();

    /// <summary>The address of the sign-in, or of the choice of account where that is asked for.</summary>
    /// <param name="question">What the app asks.</param>
    /// <param name="demand">What has to be proved.</param>
    /// <param name="session">The session whose proofs count, for a step-up; null where somebody else may sign in.</param>
    public string SignIn(AuthenticationQuestion question, Demand demand, Guid? session)
    {
        var redirectUri = pending.Open(question.Handle)?.RedirectUri;
        var address = runs.Begin(new RunRequest
        {
            Id = question.RequestId,
            ReturnTo = question.ReturnTo,
            ServiceName = question.Client.Name,
            ServiceAddress = question.Client.ClientUri,
            ServiceOrigin = redirectUri is null ? null : RedirectUris.OriginOf(redirectUri),
            ClientId = question.Client.ClientId,
            Demand = demand,
            LoginHint = question.LoginHint is { Length: <= 254 } hint ? hint : null,
            SessionId = session,
            StartedAt = Now,
        });
        var page = session is not null && question.Prompts.Contains("select_account") && !question.Prompts.Contains("login") ? "account" : "";
        return $"/sign-in/{address}/{page}".TrimEnd('/');
    }
}
