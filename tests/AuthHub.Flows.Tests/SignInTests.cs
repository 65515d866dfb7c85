using AuthHub.Flows.Tests.Model;

namespace AuthHub.Flows.Tests;

/// <summary>Sign-ins from nothing, told as stories.</summary>
public sealed class SignInTests
{
    private static readonly Demand Medium = Demand.AtLeast(Strength.Medium);

    [Fact]
    public void Where_nothing_more_is_demanded_the_password_is_enough() =>
        new Story(Starts.Of(Demand.Nothing))
            .Sees(new FlowStep.Identify())
            .Identifies(People.NoFactor).Sees(new FlowStep.Password())
            .Proves(Kinds.Password).Sees(new FlowStep.Complete());

    [Fact]
    public void A_person_with_two_methods_chooses_between_them() =>
        Story.Of(Medium, People.TotpAndKey).Proves(Kinds.Password)
            .Sees(new FlowStep.ChooseMethod([Kinds.Totp, Kinds.Key]))
            .Chooses(Kinds.Key).Sees(new FlowStep.Verify(Kinds.Key))
            .Proves(Kinds.Key).Sees(new FlowStep.Complete());

    [Fact]
    public void The_method_used_last_is_preselected_and_listed_first()
    {
        var person = People.TotpAndKey with
        {
            Bound = [.. People.TotpAndKey.Bound.Select(bound => bound with { LastUsedAt = bound.Method == Kinds.Key ? Starts.Noon.AddDays(-1) : null })],
        };

        Story.Of(Medium, person).Proves(Kinds.Password)
            .Sees(new FlowStep.Verify(Kinds.Key))
            .AsksForAnotherWay().Sees(new FlowStep.ChooseMethod([Kinds.Key, Kinds.Totp]))
            .Chooses(Kinds.Totp).Sees(new FlowStep.Verify(Kinds.Totp))
            .Proves(Kinds.Totp).Sees(new FlowStep.Complete());
    }

    [Fact]
    public void A_single_method_starts_by_itself() =>
        Story.Of(Medium, People.Totp).Proves(Kinds.Password).Sees(new FlowStep.Verify(Kinds.Totp));

    [Fact]
    public void Another_way_keeps_the_proofs_and_adds_none()      // FLOW-07
    {
        var story = Story.Of(Medium, People.TotpAndKey).Proves(Kinds.Password).Chooses(Kinds.Totp);
        var proofs = story.State.Proofs;

        story.AsksForAnotherWay().Chooses(Kinds.Key).AsksForAnotherWay();

        Assert.Same(proofs, story.State.Proofs);
        story.Sees(new FlowStep.ChooseMethod([Kinds.Totp, Kinds.Key]));
    }

    [Theory]
    [InlineData("sms")]
    [InlineData("password")]
    [InlineData("none")]
    [InlineData("")]
    [InlineData("TOTP")]
    public void A_method_that_was_not_offered_cannot_be_chosen(string method) =>      // FLOW-05, FLOW-06
        Story.Of(Medium, People.TotpAndKey).Proves(Kinds.Password).Chooses(method)
            .Sees(new FlowStep.ChooseMethod([Kinds.Totp, Kinds.Key]));

    [Fact]
    public void A_second_factor_sent_before_the_password_is_not_taken() =>      // FLOW-02
        Story.Of(Demand.Nothing, People.Totp).Proves(Kinds.Totp).Sees(new FlowStep.Password());

    [Fact]
    public void A_decoy_is_asked_for_a_password_for_ever() =>
        Story.Of(Demand.Nothing, People.RichDecoy).Sees(new FlowStep.Password())
            .Proves(Kinds.Password).Sees(new FlowStep.Password())
            .Proves(Kinds.Totp).Sees(new FlowStep.Password());

    [Fact]
    public void A_locked_authenticator_does_not_answer_for_its_unlocked_sister()      // law L9
    {
        var story = Story.Of(Medium, People.TwoKeysOneLocked).Proves(Kinds.Password).Sees(new FlowStep.Verify(Kinds.Key));
        var locked = People.TwoKeysOneLocked.Bound.Single(bound => bound.Locked);

        story.Happens(new FlowEvent.Proved(Kinds.Proof(Kinds.Key, locked.Authenticator, Starts.Noon))).Sees(new FlowStep.Verify(Kinds.Key))
            .Proves(Kinds.Key).Sees(new FlowStep.Complete());
    }

    [Fact]
    public void A_run_whose_account_changed_is_over() =>      // FLOW-18, FLOW-19
        Story.Of(Medium, People.Totp).Proves(Kinds.Password)
            .IsReadAgain(person => person with { SecurityVersion = 1 }).Sees(new FlowStep.Stop(StopReason.Stale))
            .IsReadAgain(person => person with { SecurityVersion = 0 }).Sees(new FlowStep.Stop(StopReason.Stale))
            .Proves(Kinds.Totp).Sees(new FlowStep.Stop(StopReason.Stale));

    [Fact]
    public void A_run_ends_at_its_expiry_to_the_moment() =>      // FLOW-26
        Story.Of(Medium, People.Totp).Proves(Kinds.Password)
            .Waits(29).Sees(new FlowStep.Verify(Kinds.Totp))
            .Waits(1).Proves(Kinds.Totp).Sees(new FlowStep.Stop(StopReason.Expired));

    [Fact]
    public void A_role_that_asks_more_in_the_middle_of_a_run_is_obeyed() =>      // FLOW-29
        Story.Of(Medium, People.TotpAndKey).Proves(Kinds.Password).Chooses(Kinds.Totp)
            .IsReadAgain(person => person with { Demand = Demand.OneOf(Kinds.Key) })
            .Sees(new FlowStep.Verify(Kinds.Key))
            .Proves(Kinds.Totp).Sees(new FlowStep.Verify(Kinds.Key))
            .Proves(Kinds.Key).Sees(new FlowStep.Complete());

    [Fact]
    public void A_flow_put_together_wrongly_stops_instead_of_throwing()      // FLOW-30
    {
        foreach (var flow in new Flow[] { new("a", [Stage.Verify]), new("b", [Stage.Password]), new("c", [Stage.Password, Stage.Identify]), new("d", []), new("e", [(Stage)9]) })
        {
            Assert.Equal(new FlowStep.Stop(StopReason.NoWay), Engine.Describe(flow, Starts.Of(Demand.Nothing), Starts.Noon));
        }
    }

    [Fact]
    public void Proofs_without_a_person_are_nobodys()      // FLOW-12: a run that carries proofs is never open to a new name
    {
        var orphan = Starts.Of(Demand.Nothing) with { Proofs = [Kinds.Proof(Kinds.Password, People.Stranger, Starts.Noon)] };

        new Story(orphan).Sees(new FlowStep.Stop(StopReason.NoWay)).Identifies(People.NoFactor).Sees(new FlowStep.Stop(StopReason.NoWay));
    }
}
