using AuthHub.SignIn.Authenticators;
using AuthHub.SignIn.Users;

namespace AuthHub.SignIn.Methods;

/// <summary>Who has to prove something, where, and on the way to what.</summary>
/// <param name="User">The person.</param>
/// <param name="Authenticators">All she has bound.</param>
/// <param name="Owner">Whose the challenges are: one run, or one session's account page (law L4).</param>
/// <param name="ServiceName">The installation, as people know it.</param>
/// <param name="Address">Network address of the request.</param>
public sealed record Claimant(User User, IReadOnlyList<Authenticator> Authenticators, string Owner, string ServiceName, string? Address);
