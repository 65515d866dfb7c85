using System.Collections.Immutable;

namespace AuthHub.Flows;

/// <summary>A sign-in as data: stages in order. The stages say what may be asked; the demand says what must be proved.</summary>
public sealed record Flow(string Name, ImmutableArray<Stage> Stages)
{
    /// <summary>Name of the verification method that knows passwords; the first proof of every sign-in.</summary>
    public const string Password = "password";

    /// <summary>Identifier, password, then a choice of verification method, with set-up where something is missing.</summary>
    public static Flow Standard { get; } = new("standard", [Stage.Identify, Stage.Password, Stage.Verify]);
}
