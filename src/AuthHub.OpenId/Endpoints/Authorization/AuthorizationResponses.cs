using AuthHub.OpenId.Authorizations;
using AuthHub.OpenId.Errors;
using AuthHub.OpenId.SessionManagement;
using AuthHub.OpenId.Subjects;
using AuthHub.OpenId.Tokens;
using Microsoft.AspNetCore.Http;

namespace AuthHub.OpenId.Endpoints.Authorization;

/// <summary>Makes the successful answer to an authorization request: code, ID token, both, or neither, as its response type says.</summary>
internal sealed class AuthorizationResponses(CodeIssuer codes, LiveCheck live, IdTokens idTokens, SessionStates states)
{
    public async Task<IResult> GrantAsync(HttpContext context, AuthorizationRequest request, Authentication person, CancellationToken cancellationToken)
    {
        var (authorization, code) = await codes.IssueAsync(request, person, cancellationToken);
        var idToken = request.ResponseType.HasIdToken ? await WriteAsync(request, authorization, code, cancellationToken) : null;
        return request.Target.Grant(code, idToken, states.Write(context, request, person.SessionId));
    }

    private async Task<string> WriteAsync(AuthorizationRequest request, Authorizations.Authorization authorization, string? code, CancellationToken cancellationToken)
    {
        var alive = await live.RequireAsync(authorization, ProtocolError.LoginRequired, cancellationToken);
        return await idTokens.WriteAsync(alive.Client, authorization, alive.Subject, authorization.Scopes, new Companions(Code: code, State: request.Target.State), authorization.Nonce, cancellationToken);
    }
}
