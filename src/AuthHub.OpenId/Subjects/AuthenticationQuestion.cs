using AuthHub.OpenId.Clients;
using AuthHub.OpenId.Requests;

namespace AuthHub.OpenId.Subjects;

/// <summary>What an authorization request wants to know about the person in front of the browser.</summary>
public sealed class AuthenticationQuestion(Func<string> seal)
{
    private string? _handle;

    /// <summary>Random, given when the request first arrived and kept through every return; a sign-in run made for this request carries it.</summary>
    public required Guid RequestId { get; init; }

    public required DateTimeOffset RequestedAt { get; init; }

    public required Client Client { get; init; }

    /// <summary>Levels the client would like, best liked first; empty when it does not care.</summary>
    public required IReadOnlyList<string> AcrValues { get; init; }

    /// <summary>True when anything but one of <see cref="AcrValues"/> must be refused (OpenID Connect Core section 5.5.1.1).</summary>
    public required bool AcrEssential { get; init; }

    public required TimeSpan? MaxAge { get; init; }

    /// <summary>Of <c>none</c>, <c>login</c>, <c>consent</c>, <c>select_account</c>.</summary>
    public required IReadOnlySet<string> Prompts { get; init; }

    public required string? LoginHint { get; init; }

    /// <summary>The subject named by a genuine <c>id_token_hint</c> or by the <c>claims</c> parameter: nobody else will do.</summary>
    public required string? HintedSubject { get; init; }

    public required IReadOnlyList<string> UiLocales { get; init; }

    /// <summary>The local address to come back to when she has proved it; that of <see cref="Handle"/> where nothing else is said.</summary>
    public string ReturnTo
    {
        get => field ??= PendingRequests.ResumeAddress(Handle);
        init;
    }

    /// <summary>The sealed request to come back with, as <c>/connect/authorize?resume=</c>; made when first asked for.</summary>
    public string Handle => _handle ??= seal();
}
