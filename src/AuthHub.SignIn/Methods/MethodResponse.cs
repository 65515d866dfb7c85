namespace AuthHub.SignIn.Methods;

/// <summary>The fields a person's form sent to a method: each name once, values bounded, no NUL characters (the host has checked).</summary>
public sealed class MethodResponse(IReadOnlyDictionary<string, string> fields)
{
    public static MethodResponse Empty { get; } = new(new Dictionary<string, string>());

    /// <summary>The value of a field, or the empty string.</summary>
    public string this[string name] => fields.TryGetValue(name, out var value) ? value : "";
}
