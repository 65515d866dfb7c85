namespace AuthHub.SignIn.Runs;

/// <summary>What an answered challenge leads to; one kind is never accepted as the other (law L16).</summary>
public enum ChallengePurpose
{
    Verify,
    Enrol,
}
