using AuthHub.Flows.Tests.Model;

namespace AuthHub.Flows.Tests;

/// <summary>Setting up a method inside the sign-in, and the guard before it (law L10).</summary>
public sealed class EnrolmentTests
{
    private static readonly Demand Medium = Demand.AtLeast(Strength.Medium);

    [Theory]
    [InlineData(Kinds.Totp)]
    [InlineData(Kinds.Key)]
    public void A_person_without_a_factor_chooses_what_to_set_up(string method) =>      // keycloak 17092
        Story.Of(Medium, People.NoFactor).Proves(Kinds.Password)
            .Sees(new FlowStep.ChooseEnrolment([Kinds.Totp, Kinds.Key]))
            .Chooses(method).Sees(new FlowStep.Enrol(method, true))
            .AsksForAnotherWay().Sees(new FlowStep.ChooseEnrolment([Kinds.Totp, Kinds.Key]))
            .Chooses(method).Enrols(method).Sees(new FlowStep.Complete());

    [Fact]
    public void A_single_allowed_method_starts_by_itself() =>
        Story.Of(Medium, People.OneToEnrol).Proves(Kinds.Password).Sees(new FlowStep.Enrol(Kinds.Sms, false))
            .AsksForAnotherWay().Sees(new FlowStep.Enrol(Kinds.Sms, false));

    [Fact]
    public void Where_nothing_may_be_set_up_the_run_stops() =>
        Story.Of(Medium, People.NothingToEnrol).Proves(Kinds.Password).Sees(new FlowStep.Stop(StopReason.NoWay));

    [Fact]
    public void A_locked_factor_is_not_replaced_by_a_new_one() =>      // ENR-02
        Story.Of(Medium, People.LockedTotp).Proves(Kinds.Password).Sees(new FlowStep.Stop(StopReason.Locked))
            .Enrols(Kinds.Key).Sees(new FlowStep.Stop(StopReason.Locked));

    [Fact]
    public void A_second_factor_is_proved_before_another_is_bound() =>
        Story.Of(Demand.Nothing, People.RoleWantsTotp).Proves(Kinds.Password)
            .Sees(new FlowStep.Verify(Kinds.Key))
            .Enrols(Kinds.Totp).Sees(new FlowStep.Verify(Kinds.Key))
            .Proves(Kinds.Key).Sees(new FlowStep.Enrol(Kinds.Totp, false))
            .Enrols(Kinds.Totp).Sees(new FlowStep.Complete());

    [Fact]
    public void What_is_demanded_twice_over_is_set_up_one_after_the_other() =>
        Story.Of(Demand.OneOf(Kinds.Totp).And(Demand.OneOf(Kinds.Key)), People.NoFactor).Proves(Kinds.Password)
            .Chooses(Kinds.Key).Enrols(Kinds.Key)
            .Sees(new FlowStep.Enrol(Kinds.Totp, false))
            .Enrols(Kinds.Totp).Sees(new FlowStep.Complete());

    [Fact]
    public void An_old_session_gives_the_password_again_before_it_binds() =>
        Story.WithSession(Medium, People.NoFactor, (Kinds.Password, 11)).Sees(new FlowStep.Password())
            .Proves(Kinds.Password).Sees(new FlowStep.ChooseEnrolment([Kinds.Totp, Kinds.Key]));

    [Fact]
    public void A_young_session_binds_at_once() =>
        Story.WithSession(Medium, People.NoFactor, (Kinds.Password, 9)).Sees(new FlowStep.ChooseEnrolment([Kinds.Totp, Kinds.Key]));

    [Fact]
    public void A_refused_enrolment_changes_nothing_not_even_the_security_version()
    {
        var story = Story.Of(Medium, People.OneToEnrol).Proves(Kinds.Password);
        var before = story.State;
        var after = People.AfterEnrolling(People.OneToEnrol, Kinds.Sms);

        story.Happens(new FlowEvent.Enrolled(Kinds.Proof(Kinds.Sms, People.Stranger, Starts.Noon), after));

        Assert.Same(before, story.State);
    }
}
