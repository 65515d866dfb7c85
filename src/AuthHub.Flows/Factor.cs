namespace AuthHub.Flows;

/// <summary>The kind of thing a proof rests on (NIST SP 800-63-4): something known, held, or part of the body.</summary>
public enum Factor
{
    Knowledge,
    Possession,
    Inherence,
}
