namespace AuthHub.Benchmarks.Reporting;

/// <summary>What one operation costs.</summary>
/// <param name="Scenario">Its name.</param>
/// <param name="Count">How many were measured.</param>
/// <param name="ServerMs">CPU milliseconds of AuthHub.</param>
/// <param name="DatabaseMs">CPU milliseconds of PostgreSQL.</param>
/// <param name="AllocatedKb">Kilobytes allocated in AuthHub.</param>
/// <param name="Statements">Statements sent to PostgreSQL.</param>
internal sealed record Measurement(string Scenario, int Count, double ServerMs, double DatabaseMs, double AllocatedKb, double Statements)
{
    public static Measurement operator +(Measurement one, Measurement other) => Add(one, other);

    public static Measurement Add(Measurement one, Measurement other) => one with
    {
        ServerMs = one.ServerMs + other.ServerMs,
        DatabaseMs = one.DatabaseMs + other.DatabaseMs,
        AllocatedKb = one.AllocatedKb + other.AllocatedKb,
        Statements = one.Statements + other.Statements,
    };
}
