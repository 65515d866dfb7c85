using AuthHub.Flows.Tests.Model;

namespace AuthHub.Flows.Tests;

/// <summary>Runs that begin with a session: only the missing proof is asked, and age counts (OpenID Connect Core section 3.1.2.1, RFC 9470).</summary>
public sealed class StepUpTests
{
    private static readonly Demand Medium = Demand.AtLeast(Strength.Medium);
    private static readonly Demand Again = Demand.Nothing with { NotBefore = Starts.Noon };

    [Fact]
    public void A_session_that_is_enough_is_asked_nothing() =>
        Story.WithSession(Medium, People.Totp, (Kinds.Password, 300), (Kinds.Totp, 300)).Sees(new FlowStep.Complete());

    [Fact]
    public void A_step_up_asks_only_the_missing_proof() =>
        Story.WithSession(Medium, People.Totp, (Kinds.Password, 300)).Sees(new FlowStep.Verify(Kinds.Totp))
            .Proves(Kinds.Totp).Sees(new FlowStep.Complete());

    [Fact]
    public void Prompt_login_asks_all_factors_again()
    {
        var story = Story.WithSession(Again, People.Totp, (Kinds.Password, 60), (Kinds.Totp, 60))
            .Sees(new FlowStep.Password()).Waits(1)
            .Proves(Kinds.Password).Sees(new FlowStep.Verify(Kinds.Totp)).Waits(1)
            .Proves(Kinds.Totp).Sees(new FlowStep.Complete());

        Assert.Equal(Starts.Noon.AddMinutes(1), Policy.AuthTime(story.State.Proofs));
    }

    [Fact]
    public void Prompt_login_asks_a_password_session_for_the_password() =>
        Story.WithSession(Again, People.Totp, (Kinds.Password, 60)).Sees(new FlowStep.Password())
            .Proves(Kinds.Password).Sees(new FlowStep.Complete());

    [Fact]
    public void Max_age_is_not_met_by_a_young_second_factor_beside_an_old_password()
    {
        var maxAge = Demand.Nothing with { NotBefore = Starts.Noon.AddMinutes(-10) };

        var story = Story.WithSession(maxAge, People.Totp, (Kinds.Password, 60), (Kinds.Totp, 5)).Sees(new FlowStep.Password())
            .Proves(Kinds.Password).Sees(new FlowStep.Complete());

        Assert.Equal(Starts.Noon.AddMinutes(-5), Policy.AuthTime(story.State.Proofs));
    }

    [Fact]
    public void A_group_that_wants_a_young_proof_is_met_by_the_second_factor_alone() =>
        Story.WithSession(Young(Strength.Basic), People.Totp, (Kinds.Password, 60)).Sees(new FlowStep.Verify(Kinds.Totp))
            .Proves(Kinds.Totp).Sees(new FlowStep.Complete());

    [Fact]
    public void A_locked_second_factor_leaves_the_password_where_that_is_enough() =>
        Story.WithSession(Young(Strength.Basic), People.LockedTotp, (Kinds.Password, 60)).Sees(new FlowStep.Password())
            .Proves(Kinds.Password).Sees(new FlowStep.Complete());

    [Fact]
    public void Two_young_second_factors_of_two_kinds_need_no_password() =>
        Story.WithSession(Young(Strength.Medium), People.TotpAndFace, (Kinds.Password, 60))
            .Sees(new FlowStep.ChooseMethod([Kinds.Totp, Kinds.Face]))
            .Chooses(Kinds.Face).Proves(Kinds.Face).Sees(new FlowStep.Verify(Kinds.Totp))
            .Proves(Kinds.Totp).Sees(new FlowStep.Complete());

    [Fact]
    public void A_proof_may_grow_too_old_while_the_run_goes_on() =>
        Story.WithSession(Young(Strength.Medium), People.Totp, (Kinds.Password, 9)).Sees(new FlowStep.Verify(Kinds.Totp))
            .Waits(2).Sees(new FlowStep.Password());

    [Fact]
    public void A_proof_from_the_future_counts_for_nothing() =>
        Story.WithSession(Medium, People.Totp, (Kinds.Password, 60), (Kinds.Totp, -5)).Sees(new FlowStep.Verify(Kinds.Totp));

    private static Demand Young(Strength strength) => new([new DemandGroup.AtLeast(strength) { MaxAge = TimeSpan.FromMinutes(10) }]);
}
