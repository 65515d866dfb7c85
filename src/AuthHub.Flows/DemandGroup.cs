using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace AuthHub.Flows;

/// <summary>One part of a demand.</summary>
[JsonDerivedType(typeof(AtLeast), "atLeast")]
[JsonDerivedType(typeof(OneOf), "oneOf")]
public abstract record DemandGroup
{
    private DemandGroup()
    {
    }

    /// <summary>Proofs older than this do not count; null for any age.</summary>
    public TimeSpan? MaxAge { get; init; }

    /// <summary>Proofs that together reach a strength.</summary>
    public sealed record AtLeast(Strength Strength) : DemandGroup;

    /// <summary>A proof by one of these methods.</summary>
    public sealed record OneOf(ImmutableArray<string> Methods) : DemandGroup
    {
        public bool Equals(OneOf? other) => other is not null && MaxAge == other.MaxAge && Methods.SequenceEqual(other.Methods);

        public override int GetHashCode() => HashCode.Combine(MaxAge, Methods.Length);
    }
}
