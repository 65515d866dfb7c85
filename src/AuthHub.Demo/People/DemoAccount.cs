namespace AuthHub.Demo.People;

/// <summary>An account that is there from the start, for one situation.</summary>
/// <param name="Username">Named after the situation.</param>
/// <param name="DisplayName">The person's name.</param>
/// <param name="Situation">The situation in a few words.</param>
/// <param name="Expect">What will happen, for the tour.</param>
internal sealed record DemoAccount(string Username, string DisplayName, string Situation, string Expect)
{
    public IReadOnlyList<string> Roles { get; init; } = [];

    /// <summary>Key of the authenticator app, in base32; the tour plays the app.</summary>
    public string? TotpKey { get; init; }

    public string? Number { get; init; }

    public string Email => $"{Username}@demo.test";
}
