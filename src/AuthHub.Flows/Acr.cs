namespace AuthHub.Flows;

/// <summary>The written form of <see cref="Strength"/>, as apps ask for it and read it.</summary>
public static class Acr
{
    public const string Basic = "basic";
    public const string Medium = "medium";

    /// <summary>All values an app may ask for, weakest first.</summary>
    public static IReadOnlyList<string> All { get; } = [Basic, Medium];

    public static string Of(Strength strength) => strength switch
    {
        Strength.Medium => Medium,
        Strength.Basic => Basic,
        _ => throw new ArgumentOutOfRangeException(nameof(strength), strength, "Nothing proved has no acr."),
    };

    /// <summary>The strength a word stands for; null for a word AuthHub does not know.</summary>
    public static Strength? Parse(string? value) => value switch
    {
        Basic => Strength.Basic,
        Medium => Strength.Medium,
        _ => null,
    };
}
