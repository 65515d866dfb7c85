using AuthHub.Flows;

namespace AuthHub.SignIn.Methods;

/// <summary>What the flow, the policy and the pages need to know of a verification method.</summary>
public sealed record MethodInfo
{
    /// <summary>The method's name in policies, addresses and records, such as <c>totp</c>.</summary>
    public required string Name { get; init; }

    public required Factor Factor { get; init; }

    /// <summary>The way the secret travels; two methods of one channel never count as two factors.</summary>
    public required string Channel { get; init; }

    /// <summary>RFC 8176 values a proof contributes where the method does not say otherwise.</summary>
    public required IReadOnlyList<string> Amr { get; init; }

    /// <summary>Name of the icon beside the method in lists.</summary>
    public required string Icon { get; init; }

    /// <summary>Place in lists, lowest first.</summary>
    public required int Order { get; init; }

    /// <summary>The person's name for the method and the line under it.</summary>
    public required Func<string> DisplayName { get; init; }

    public required Func<string> Description { get; init; }

    /// <summary>Partial page that asks for the answer; its model is what <see cref="IVerificationMethod.ShowChallengeAsync"/> gave.</summary>
    public required string VerifyView { get; init; }

    /// <summary>Partial page of the set-up; its model is what <see cref="IVerificationMethod.ShowEnrolmentAsync"/> gave.</summary>
    public required string EnrolView { get; init; }

    /// <summary>Fields of its pages that are no secret: what was typed there comes back after a refusal.</summary>
    public IReadOnlyList<string> KeptFields { get; init; } = [];

    /// <summary>Whether people can set it up themselves, inside the login and on their account page.</summary>
    public bool SelfEnrolment { get; init; } = true;

    /// <summary>Whether asking costs something (a message), so that a person must press a button first.</summary>
    public bool AskingCosts { get; init; }

    /// <summary>Whether the method needs script in the browser.</summary>
    public bool NeedsScript { get; init; }

    /// <summary>False where the answer needs no question put before (a code from an app): then no challenge is stored.</summary>
    public bool UsesChallenge { get; init; } = true;

    public TimeSpan ChallengeLifetime { get; init; } = TimeSpan.FromMinutes(10);

    public TimeSpan EnrolmentLifetime { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>Wrong answers one challenge allows.</summary>
    public int TriesPerChallenge { get; init; } = 10;

    /// <summary>Submits one set-up allows, all its steps and mistakes together.</summary>
    public int TriesPerEnrolment { get; init; } = 20;

    /// <summary>How many of its authenticators one person may have.</summary>
    public int LimitPerUser { get; init; } = 20;
}
