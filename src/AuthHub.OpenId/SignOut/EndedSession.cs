namespace AuthHub.OpenId.SignOut;

/// <summary>A session that holds no more, and the apps that may have learnt of it.</summary>
public sealed record EndedSession(Guid SessionId, IReadOnlyList<SessionApp> Apps);

/// <summary>An app that asked about a session.</summary>
/// <param name="ClientId">Which one.</param>
/// <param name="Subject">About whom, as <see cref="Authorizations.Authorization.Subject"/> knows her.</param>
/// <param name="Redeemed">Whether it redeemed a code; an app that never did may still have an ID token from the redirect.</param>
public sealed record SessionApp(string ClientId, string Subject, bool Redeemed)
{
    /// <summary>Whether it can have an ID token with the session's <c>sid</c>.</summary>
    public bool HasIdTokenOf(Clients.Client client) => Redeemed || client.Metadata.ResponseTypes?.Exists(name => Requests.ResponseType.Find(name)?.HasIdToken == true) == true;
}
