using System.Text.Json;

namespace AuthHub.OpenId.Tokens;

/// <summary>What introspection tells (RFC 7662 section 2.2).</summary>
public abstract record IntrospectionVerdict
{
    private IntrospectionVerdict()
    {
    }

    /// <summary>The members of the answer; <c>active</c> is among them.</summary>
    public abstract void Write(Utf8JsonWriter writer);

    /// <param name="Tell">Writes what the token says.</param>
    public sealed record Active(Action<Utf8JsonWriter> Tell) : IntrospectionVerdict
    {
        public override void Write(Utf8JsonWriter writer)
        {
            writer.WriteBoolean("active", true);
            Tell(writer);
        }
    }

    /// <param name="Reason">For the log; who asks hears the same whatever it is.</param>
    public sealed record Inactive(string Reason) : IntrospectionVerdict
    {
        public override void Write(Utf8JsonWriter writer) => writer.WriteBoolean("active", false);
    }
}
