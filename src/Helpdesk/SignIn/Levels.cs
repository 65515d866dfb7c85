namespace Helpdesk.SignIn;

/// <summary>Translates between levels and the words on the wire.</summary>
public static class Levels
{
    public static Level Parse(string? acr) => acr switch
    {
        "basic" => Level.Basic,
        "medium" => Level.Medium,
        "high" => Level.High,
        _ => Level.None,
    };

    public static string Word(this Level level) => level switch
    {
        Level.Basic => "basic",
        Level.Medium => "medium",
        Level.High => "high",
        _ => "none",
    };
}
