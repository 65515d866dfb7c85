using AuthHub.Flows.Tests.Model;

namespace AuthHub.Flows.Tests;

/// <summary>What proofs are worth, and what tokens say about them.</summary>
public sealed class PolicyTests
{
    private static readonly DateTimeOffset Now = Starts.Noon;

    [Fact]
    public void Nothing_proved_reaches_nothing() => Assert.Equal(Strength.None, Policy.Reached([]));

    [Fact]
    public void Two_proofs_count_twice_only_if_factor_channel_and_authenticator_all_differ()      // ory/kratos 4317: all pairs
    {
        var all = (from factor in Enum.GetValues<Factor>()
                   from channel in (string[])["typed", "phone", "usb"]
                   from authenticator in (int[])[1, 2, 3]
                   select new Proof("any", new Guid(authenticator, 0, 0, new byte[8]), channel, factor, false, [], Now)).ToList();

        foreach (var (one, other) in all.SelectMany(one => all.Select(other => (one, other))))
        {
            var isTwo = one.Factor != other.Factor && one.Channel != other.Channel && one.Authenticator != other.Authenticator;
            Assert.Equal(isTwo ? Strength.Medium : Strength.Basic, Policy.Reached([one, other]));
            Assert.Equal(isTwo, Policy.Satisfied(Demand.AtLeast(Strength.Medium), [one, other], Now));
        }
    }

    [Fact]
    public void Any_number_of_proofs_of_one_factor_stays_basic() =>
        Assert.Equal(Strength.Basic, Policy.Reached([Proved(Kinds.Totp, 0), Proved(Kinds.Key, 0), Proved(Kinds.Sms, 0), Proved(Kinds.Totp, 1)]));

    [Fact]
    public void A_second_factor_added_later_does_not_make_an_old_password_look_fresh() =>
        Assert.Equal(Now.AddMinutes(-60), Policy.AuthTime([Proved(Kinds.Password, 60), Proved(Kinds.Totp, 0)]));

    [Fact]
    public void Auth_time_is_the_older_of_the_two_newest_that_reach_the_same() =>
        Assert.Equal(Now.AddMinutes(-5), Policy.AuthTime([Proved(Kinds.Password, 60), Proved(Kinds.Totp, 60), Proved(Kinds.Totp, 5), Proved(Kinds.Password, 1)]));

    [Fact]
    public void Auth_time_of_one_factor_is_its_newest_proof() =>
        Assert.Equal(Now.AddMinutes(-1), Policy.AuthTime([Proved(Kinds.Password, 60), Proved(Kinds.Password, 1)]));

    [Fact]
    public void Nothing_proved_has_no_auth_time() => Assert.Throws<InvalidOperationException>(() => Policy.AuthTime([]));

    [Fact]
    public void Amr_names_each_value_once_and_mfa_only_for_two_factors()      // RFC 8176 section 2
    {
        Assert.Equal(["pwd"], Policy.Amr([Proved(Kinds.Password, 9), Proved(Kinds.Password, 1)]));
        Assert.Equal(["pwd", "otp", "mfa"], Policy.Amr([Proved(Kinds.Password, 9), Proved(Kinds.Totp, 1), Proved(Kinds.Sms, 0)]));
        Assert.Equal(["otp"], Policy.Amr([Proved(Kinds.Totp, 1), Proved(Kinds.Key, 0)]));
        Assert.Empty(Policy.Amr([]));
    }

    [Fact]
    public void Joined_demands_ask_all_that_each_asks_and_keep_the_later_moment()
    {
        var early = Demand.AtLeast(Strength.Medium) with { NotBefore = Now.AddMinutes(-10) };
        var late = Demand.OneOf(Kinds.Key) with { NotBefore = Now };

        Assert.Equal(Now, early.And(late).NotBefore);
        Assert.Equal(Now, late.And(early).NotBefore);
        Assert.Equal(Now, Demand.Nothing.And(late).NotBefore);
        Assert.Equal(Now, late.And(Demand.Nothing).NotBefore);
        Assert.Equal(early.Groups.Concat(late.Groups), early.And(late).Groups);
        Assert.Single(early.And(early).Groups);
    }

    [Fact]
    public void A_list_without_methods_and_a_method_nobody_knows_are_never_met()      // law L6
    {
        Assert.False(Policy.Satisfied(Demand.OneOf(), [Proved(Kinds.Password, 0)], Now));
        Assert.False(Policy.Satisfied(Demand.OneOf("Password", ""), [Proved(Kinds.Password, 0)], Now));
    }

    [Theory]
    [InlineData(10, true)]
    [InlineData(11, false)]
    [InlineData(-1, false)]
    public void An_age_is_met_up_to_its_last_moment_and_never_from_the_future(int minutesAgo, bool met)
    {
        var group = new DemandGroup.AtLeast(Strength.Basic) { MaxAge = TimeSpan.FromMinutes(10) };

        Assert.Equal(met, Policy.Satisfied(new Demand([group]), [Proved(Kinds.Password, minutesAgo)], Now));
        Assert.Equal(met, Policy.Satisfied(Demand.AtLeast(Strength.Basic) with { NotBefore = Now.AddMinutes(-10) }, [Proved(Kinds.Password, minutesAgo)], Now));
    }

    [Theory]
    [InlineData("basic", Strength.Basic)]
    [InlineData("medium", Strength.Medium)]
    [InlineData("Medium", null)]
    [InlineData("high", null)]
    [InlineData("none", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void A_word_that_is_not_known_is_no_strength(string? word, Strength? strength) => Assert.Equal(strength, Acr.Parse(word));

    [Fact]
    public void Every_acr_is_read_as_it_is_written()
    {
        Assert.All(Acr.All, word => Assert.Equal(word, Acr.Of(Acr.Parse(word)!.Value)));
        Assert.Throws<ArgumentOutOfRangeException>(() => Acr.Of(Strength.None));
    }

    private static Proof Proved(string method, int minutesAgo) => Kinds.Proof(method, People.AuthenticatorOf(People.Totp, method), Now.AddMinutes(-minutesAgo));
}
