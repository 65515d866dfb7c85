namespace AuthHub.SignIn.Audit;

/// <summary>What an administrator looks for in the audit list; empty members match everything.</summary>
/// <param name="Type">What happened.</param>
/// <param name="Subject">Whom it concerns.</param>
/// <param name="Text">What the detail contains, such as the number of an error page; small and capital letters are alike.</param>
public sealed record AuditFilter(string? Type = null, Guid? Subject = null, string? Text = null);
