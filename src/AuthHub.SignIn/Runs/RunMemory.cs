using System.Collections.Immutable;
using AuthHub.Flows;

namespace AuthHub.SignIn.Runs;

/// <summary>What a stored run remembers, as JSON in its row. The person is read anew each time.</summary>
public sealed record RunMemory(RunRequest Request, string Identifier, ImmutableList<Proof> Proofs, string? Chosen, bool WantsChoice);
