using AuthHub.OpenId.Consents;
using AuthHub.OpenId.Errors;
using AuthHub.OpenId.Requests;
using AuthHub.OpenId.Subjects;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace AuthHub.OpenId.Endpoints.Authorization;

/// <summary>
/// The authorization endpoint (RFC 6749 section 3.1, OpenID Connect Core section 3.1.2): the only place that decides what comes next,
/// sign in, consent or answer, each time anew from stored state. Pages only lead back here.
/// </summary>
internal static class AuthorizationEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapMethods(OpenIdRoutes.Authorize, ["GET", "POST"], HandleAsync).WithMetadata(new ForPeople());

    private static async Task<IResult> HandleAsync(HttpContext context, PendingRequests pending, AuthorizationRules rules, IAuthentications authentications, ConsentDecision consent, AuthorizationResponses responses, CancellationToken cancellationToken)
    {
        var request = await ReadAsync(context, pending, cancellationToken);
        try
        {
            await rules.CheckAsync(request, cancellationToken);
        }
        finally
        {
            context.Features.Set(request.Target);
        }

        context.Features.Set(new KnownClient(request.Client.ClientId));
        if (HttpMethods.IsPost(context.Request.Method))
        {
            // A cross-site POST comes without our cookies; the GET that follows brings them (RFC 9700 section 4.12 wants 303 as well).
            return new RedirectResult(PendingRequests.ResumeAddress(pending.Seal(request.Pending)));
        }

        var question = request.ToQuestion(() => pending.Seal(request.Pending));
        return await authentications.AnswerAsync(context, question, cancellationToken) switch
        {
            AuthenticationAnswer.SignedIn signedIn => await AnswerAsync(context, request, signedIn.Authentication, question, consent, responses, cancellationToken),
            AuthenticationAnswer.Needs when request.IsSilent => throw ProtocolError.LoginRequired.Because("prompt=none and something to ask"),
            AuthenticationAnswer.Needs needs => new RedirectResult(needs.Location),
            AuthenticationAnswer.Refused refused => throw refused.Error.Because(refused.Reason),
            _ => throw new InvalidOperationException(),
        };
    }

    private static async Task<AuthorizationRequest> ReadAsync(HttpContext context, PendingRequests pending, CancellationToken cancellationToken)
    {
        if (HttpMethods.IsPost(context.Request.Method))
        {
            var form = await RequestParameters.OfFormAsync(context.Request, cancellationToken);
            return new AuthorizationRequest(pending.Begin(form.Values), form.Repeated);
        }

        var query = RequestParameters.OfQuery(context.Request);
        if (query["resume"] is not { } handle)
        {
            return new AuthorizationRequest(pending.Begin(query.Values), query.Repeated);
        }

        // Nothing but the handle is read. One that is too old goes on as if the app had just asked again: it needs its own proofs.
        var waiting = pending.Open(handle) ?? throw ProtocolError.InvalidRequest.Because("handle broken, foreign or beyond use");
        return new AuthorizationRequest(waiting.Expired ? pending.Again(waiting) : waiting, new HashSet<string>());
    }

    private static async Task<IResult> AnswerAsync(HttpContext context, AuthorizationRequest request, Authentication person, AuthenticationQuestion question, ConsentDecision consent, AuthorizationResponses responses, CancellationToken cancellationToken)
    {
        if (request.WhyNot(person) is { } doubt)
        {
            throw doubt;
        }

        if (await consent.IsNeededAsync(request, person, cancellationToken))
        {
            return request.IsSilent
                ? throw ProtocolError.ConsentRequired.Because("prompt=none without consent")
                : new RedirectResult(ConsentRequests.PageAddress(question.Handle));
        }

        return await responses.GrantAsync(context, request, person, cancellationToken);
    }
}
