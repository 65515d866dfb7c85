using AuthHub.Flows;
using AuthHub.SignIn.Authenticators;
using AuthHub.SignIn.Users;

namespace AuthHub.SignIn.Tests.Users;

/// <summary>What roles and bound factors demand of a person.</summary>
public sealed class PersonsTests : SignInTest
{
    protected override IEnumerable<KeyValuePair<string, string?>> Settings =>
    [
        new("SignIn:Roles:agent:Level", "medium"),
        new("SignIn:Roles:installer:Methods:0", "totp"),
        new("SignIn:Roles:installer:Methods:1", "words"),
        new("SignIn:Roles:typist:Level", "platinum"),
        new("SignIn:Roles:clerk:Methods:0", "words"),
        new("SignIn:Roles:clerk:Methods:1", "sms"),
    ];

    [Fact]
    public void Without_roles_and_factors_nothing_is_demanded_and_all_may_be_set_up()
    {
        var person = Of();

        Assert.Empty(person.Demand.Groups);
        Assert.Equal(["totp", "webauthn", "sms", "words"], person.MayEnrol.Select(offer => offer.Method).Order(StringComparer.Ordinal).Intersect(["totp", "webauthn", "sms", "words"]).OrderBy(Place));
    }

    [Fact]
    public void An_administrator_needs_a_second_factor_and_never_by_message()      // standards 12.12
    {
        var person = Of("administrator");

        Assert.Contains(new DemandGroup.AtLeast(Strength.Medium), person.Demand.Groups);
        Assert.DoesNotContain("sms", person.Demand.Groups.OfType<DemandGroup.OneOf>().Single().Methods);
        Assert.DoesNotContain("sms", person.MayEnrol.Select(offer => offer.Method));
        Assert.DoesNotContain("sms", Get<Persons>().MustKeepOneOf(User("administrator"))!);
    }

    [Fact]
    public void A_phone_does_not_let_an_administrator_in()
    {
        var user = User("administrator");
        var now = Clock.Now;
        var person = Get<Persons>().Of(user, [Bind(user, "sms", []), Bind(user, Flow.Password, [])]);
        Proof[] proofs = [.. person.Bound.Select(bound => new Proof(bound.Method, bound.Authenticator, bound.Channel, bound.Factor, false, [], now))];

        Assert.Equal(Strength.Medium, Policy.Reached(proofs));
        Assert.False(Policy.Satisfied(person.Demand, proofs, now));
    }

    [Theory]
    [InlineData("agent")]
    [InlineData("typist")]      // L6: a level nobody knows demands the most there is
    public void A_role_may_demand_a_level(string role) => Assert.Equal([new DemandGroup.AtLeast(Strength.Medium)], Of(role).Demand.Groups);

    [Fact]
    public void A_role_may_name_its_methods_and_several_roles_all_count()
    {
        Assert.Equal(["totp", "words"], Names(Of("installer")));
        Assert.Equal(["words"], Names(Of("installer", "clerk")));
        Assert.Equal(["words"], Get<Persons>().MustKeepOneOf(User("installer", "clerk"))!);
        Assert.Empty(Of("stranger").Demand.Groups);
    }

    [Fact]
    public void Who_has_a_second_factor_is_always_asked_for_it()      // S-136
    {
        var user = User();

        Assert.Contains(new DemandGroup.AtLeast(Strength.Medium), Get<Persons>().Of(user, [Bind(user, "words", [])]).Demand.Groups);
        Assert.Null(Get<Persons>().MustKeepOneOf(user));
    }

    [Fact]
    public void Ten_failures_lock_a_second_factor_and_never_the_password()      // S-013, standards 12.13
    {
        var user = User();
        Authenticator[] bound = [Bind(user, "words", []), Bind(user, Flow.Password, [])];
        Array.ForEach(bound, one => one.Failures = 9);
        Assert.DoesNotContain(Get<Persons>().Of(user, bound).Bound, one => one.Locked);
        Array.ForEach(bound, one => one.Failures = 10);

        Assert.Equal(["words"], Get<Persons>().Of(user, bound).Bound.Where(one => one.Locked).Select(one => one.Method));
    }

    [Fact]
    public void What_a_method_that_is_not_installed_left_behind_proves_nothing_and_is_still_a_factor()      // L6
    {
        var user = User();
        var person = Get<Persons>().Of(user, [Bind(user, "carrier-pigeon", [])]);

        Assert.True(Assert.Single(person.Bound).Locked);
        Assert.Equal([new DemandGroup.AtLeast(Strength.Medium)], person.Demand.Groups);
    }

    [Fact]
    public void A_decoy_is_the_same_every_time_and_never_a_person()
    {
        Assert.Equal(Persons.Decoy("nobody"), Persons.Decoy("nobody"));
        Assert.NotEqual(Persons.Decoy("nobody").Id, Persons.Decoy("somebody").Id);
        Assert.True(Persons.Decoy("nobody").IsDecoy);
    }

    private static int Place(string method) => Array.IndexOf(["totp", "webauthn", "sms", "words"], method);

    private static IEnumerable<string> Names(Person person) => person.MayEnrol.Select(offer => offer.Method).Order(StringComparer.Ordinal);

    private Person Of(params string[] roles) => Get<Persons>().Of(User(roles), []);

    private User User(params string[] roles) => new()
    {
        Id = Guid.CreateVersion7(Clock.Now),
        Username = "anna",
        CanonicalUsername = "anna",
        DisplayName = "Anna",
        Roles = [.. roles],
    };
}
