namespace AuthHub.OpenId.Subjects;

/// <summary>All that the sign-in half tells this half: who proved herself in this browser, when and how well.</summary>
/// <param name="Subject">The <c>sub</c> of every token made from it.</param>
/// <param name="SessionId">The <c>sid</c>; ending it ends what hangs on it.</param>
/// <param name="AuthTime">When the newest proof was given.</param>
/// <param name="Acr">The assurance reached.</param>
/// <param name="Amr">The methods used (RFC 8176).</param>
/// <param name="SecurityVersion">The person's security version; what is issued carries it and dies with it (law L11).</param>
public sealed record Authentication(string Subject, Guid SessionId, DateTimeOffset AuthTime, string Acr, IReadOnlyList<string> Amr, int SecurityVersion);
