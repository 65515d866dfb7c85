using AuthHub.SignIn.Methods;

namespace AuthHub.Methods.Shared;

/// <summary>Model of the ready-made page with one field called <c>code</c>, for methods that need no page of their own.</summary>
/// <param name="Label">What the field is called.</param>
public sealed record CodeField(string Label)
{
    /// <summary>Path of the page, for <see cref="MethodInfo.VerifyView"/>.</summary>
    public const string View = "/Shared/CodeField.cshtml";

    public string? Hint { get; init; }

    /// <summary><c>numeric</c> brings up a keypad, <c>text</c> the letters.</summary>
    public string InputMode { get; init; } = "numeric";

    public int MaxLength { get; init; } = 10;

    /// <summary>The authenticators to choose from; asked only when there are several.</summary>
    public IReadOnlyList<BoundAuthenticator> Authenticators { get; init; } = [];
}
