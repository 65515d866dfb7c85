namespace AuthHub.Methods.Totp;

/// <summary>What a typed code is worth at a moment; pure, so that tests can walk through time.</summary>
public abstract record TotpJudgement
{
    private TotpJudgement()
    {
    }

    /// <summary>How far from now a code is still recognised, only to tell that a clock is wrong: ten minutes.</summary>
    private const int HintSteps = 20;

    public sealed record Right(long Step) : TotpJudgement;

    /// <summary>No six digits: nothing was guessed.</summary>
    public sealed record Malformed : TotpJudgement;

    /// <summary>The code of a step that was accepted before, or of an earlier one.</summary>
    public sealed record Used : TotpJudgement;

    /// <summary>The code of another time; <paramref name="Seconds"/> is how far the device's clock is ahead.</summary>
    public sealed record ClockOff(long Seconds) : TotpJudgement;

    public sealed record Wrong : TotpJudgement;

    public static TotpJudgement Of(TotpState state, string typed, DateTimeOffset moment, int allowedDrift)
    {
        if (TotpCode.Clean(typed) is not { } code)
        {
            return new Malformed();
        }

        var now = TotpCode.StepOf(moment);
        var steps = TotpCode.FindSteps(state.Secret, code, now, HintSteps);
        var near = steps.Where(step => Math.Abs(step - now) <= allowedDrift).ToList();

        // RFC 6238 section 5.2: a few steps either side, and never a step twice.
        if (near.FirstOrDefault(step => step > state.LastStep, -1) is >= 0 and var fresh)
        {
            return new Right(fresh);
        }

        if (near.Count > 0)
        {
            return new Used();
        }

        // Also a time before the last accepted step: right after the set-up a slow clock can only show such codes (S-036).
        return steps is [var other, ..] ? new ClockOff((other - now) * TotpCode.StepSeconds) : new Wrong();
    }
}
