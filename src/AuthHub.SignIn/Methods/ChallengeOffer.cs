namespace AuthHub.SignIn.Methods;

/// <summary>What became of asking the person.</summary>
public abstract record ChallengeOffer
{
    private ChallengeOffer()
    {
    }

    /// <summary>Asked; the state is needed to judge the answer.</summary>
    public sealed record Asked(byte[] State) : ChallengeOffer;

    /// <summary>Could not be asked; <paramref name="Message"/> says why and what to do, in the person's language.</summary>
    public sealed record Refused(string Message) : ChallengeOffer;
}
