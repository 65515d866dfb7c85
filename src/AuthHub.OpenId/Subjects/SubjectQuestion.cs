namespace AuthHub.OpenId.Subjects;

/// <summary>Who is asked about, and what an authorization for her rests on, to be judged by what is demanded today.</summary>
/// <param name="Subject">Her <c>sub</c>.</param>
/// <param name="SessionId">The session the authorization came from.</param>
/// <param name="Acr">The assurance that was reached then.</param>
/// <param name="Demand">What the client demands of everybody now, as its registration says it.</param>
public sealed record SubjectQuestion(string Subject, Guid SessionId, string Acr, string? Demand);
