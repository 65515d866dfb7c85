using AuthHub.SignIn.Authenticators;
using AuthHub.SignIn.Methods;

namespace AuthHub.Web.Pages.Account;

/// <summary>One line of a person's list of authenticators.</summary>
/// <param name="Item">What she has bound.</param>
/// <param name="Method">Its method.</param>
/// <param name="IsSpare">Whether she may remove it.</param>
/// <param name="IsLocked">Whether too many wrong answers have locked it.</param>
public sealed record AuthenticatorRow(Authenticator Item, MethodInfo Method, bool IsSpare, bool IsLocked);
