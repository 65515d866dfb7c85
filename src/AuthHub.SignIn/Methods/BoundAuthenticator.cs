using AuthHub.SignIn.Authenticators;

namespace AuthHub.SignIn.Methods;

/// <summary>An authenticator with its state opened, as a method sees it.</summary>
public sealed record BoundAuthenticator(Authenticator Authenticator, byte[] State)
{
    public Guid Id => Authenticator.Id;

    public string Label => Authenticator.Label;
}
