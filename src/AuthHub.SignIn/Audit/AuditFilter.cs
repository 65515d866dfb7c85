namespace AuthHub.SignIn.Audit;

/// <summary>What an administrator looks for in the audit list; empty members match everything.</summary>
public sealed record AuditFilter(string? Type = null, Guid? Subject = null);
