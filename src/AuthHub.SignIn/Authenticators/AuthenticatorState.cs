using AuthHub.SignIn.Methods;

namespace AuthHub.SignIn.Authenticators;

/// <summary>Seals and opens an authenticator's state under its own ids, so that a row moved to another person opens for nobody.</summary>
public static class AuthenticatorState
{
    public static byte[] Seal(this ISecretBox box, Guid user, Guid authenticator, ReadOnlySpan<byte> state) =>
        box.Seal(state, Context(user, authenticator));

    public static BoundAuthenticator Open(this ISecretBox box, Authenticator authenticator) =>
        new(authenticator, box.Open(authenticator.SealedState, Context(authenticator.UserId, authenticator.Id)));

    private static string Context(Guid user, Guid authenticator) => $"authenticator:{user:N}:{authenticator:N}";
}
