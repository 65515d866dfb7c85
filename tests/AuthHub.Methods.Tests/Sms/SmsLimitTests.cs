using AuthHub.Methods.Sms;
using AuthHub.Methods.Tests.Shared;
using AuthHub.SignIn.Methods;
using AuthHub.SignIn.Users;

namespace AuthHub.Methods.Tests.Sms;

public sealed class SmsLimitTests
{
    [Fact]
    public async Task Thirty_seconds_lie_between_two_messages()
    {
        using var kit = new Kit();
        Assert.IsType<ChallengeOffer.Asked>(await AskAsync(kit));
        Assert.Contains("Wait 30 seconds", Refusal(await AskAsync(kit)), StringComparison.Ordinal);
        kit.Clock.Now += TimeSpan.FromSeconds(31);
        Assert.IsType<ChallengeOffer.Asked>(await AskAsync(kit));
        Assert.Equal(2, kit.Outbox.Sent.Count);
    }

    [Fact]
    public async Task A_number_gets_five_an_hour_from_all_people_together()
    {
        using var kit = new Kit();
        for (var i = 0; i < 5; i++)
        {
            Assert.IsType<ChallengeOffer.Asked>(await AskAsync(kit, person: $"p{i}", address: $"192.0.2.{i}"));
            kit.Clock.Now += TimeSpan.FromMinutes(1);
        }

        Assert.Contains("55 minutes", Refusal(await AskAsync(kit, person: "p9", address: "192.0.2.99")), StringComparison.Ordinal);
        kit.Clock.Now += TimeSpan.FromMinutes(56);
        Assert.IsType<ChallengeOffer.Asked>(await AskAsync(kit));
    }

    [Fact]
    public async Task A_person_gets_five_an_hour_over_all_her_numbers()
    {
        using var kit = new Kit();
        var user = Kit.Person("one", "One");
        for (var i = 0; i < 5; i++)
        {
            Assert.IsType<ChallengeOffer.Asked>(await AskAsync(kit, user, $"+3712000000{i}", $"192.0.2.{i}"));
        }

        Refusal(await AskAsync(kit, user, "+37120000009", "192.0.2.9"));
    }

    [Theory]
    [InlineData("192.0.2.7", "192.0.2.7", true)]
    [InlineData("::ffff:192.0.2.7", "192.0.2.7", true)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", true)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:3::1", false)]
    [InlineData(null, null, true)]
    public async Task A_network_gets_its_share(string? first, string? second, bool same)
    {
        using var kit = new Kit(("Methods:sms:PerNetworkAndHour", "1"));
        Assert.IsType<ChallengeOffer.Asked>(await AskAsync(kit, Kit.Person("a", "A"), "+37120000001", first));
        Assert.Equal(same, await AskAsync(kit, Kit.Person("b", "B"), "+37120000002", second) is ChallengeOffer.Refused);
    }

    [Fact]
    public async Task A_prefix_and_the_whole_day_have_a_ceiling()
    {
        using var kit = new Kit(("Methods:sms:PerPrefixAndDay", "2"), ("Methods:sms:PerDay", "3"));
        for (var i = 0; i < 2; i++)
        {
            Assert.IsType<ChallengeOffer.Asked>(await AskAsync(kit, Kit.Person($"p{i}", "P"), $"+3712000000{i}", $"192.0.2.{i}"));
        }

        Refusal(await AskAsync(kit, Kit.Person("p8", "P"), "+37120000008", "192.0.2.8"));
        Assert.IsType<ChallengeOffer.Asked>(await AskAsync(kit, Kit.Person("p3", "P"), "+46701234567", "192.0.2.3"));
        Refusal(await AskAsync(kit, Kit.Person("p4", "P"), "+46711234567", "192.0.2.4"));
        Assert.Equal(3, kit.Outbox.Sent.Count);
    }

    [Theory]
    [InlineData("+19005551234")]
    [InlineData("+881612345678")]
    [InlineData("+97912345678")]
    public async Task Costly_ranges_get_nothing(string number)
    {
        using var kit = new Kit();
        Refusal(await AskAsync(kit, kit.User, number, "192.0.2.1"));
        Assert.Empty(kit.Outbox.Sent);
    }

    [Fact]
    public async Task Only_allowed_prefixes_are_served_where_they_are_set()
    {
        using var kit = new Kit(("Methods:sms:AllowedPrefixes:0", "+371"), ("Methods:sms:AllowedPrefixes:1", "+46"));
        Assert.IsType<ChallengeOffer.Asked>(await AskAsync(kit, kit.User, "+46701234567", "192.0.2.1"));
        Refusal(await AskAsync(kit, kit.User, "+491701234567", "192.0.2.1"));
    }

    [Fact]
    public void A_message_fits_160_signs_whatever_the_service_is_called()      // S-115, S-231
    {
        using var kit = new Kit();
        foreach (var name in new[] { "Helpdesk", "Ļoti gara pakalpojuma nosaukuma ķēde " + new string('x', 200), "💥", "", "a\nb\r\n@evil.example #AAAAAAAAA" })
        {
            var text = kit.Get<SmsDispatch>().Compose(name, "ABCDEFGHJ", [3, 3, 3], 5);
            Assert.True(text.Length <= 160, text);
            Assert.EndsWith("\n@login.example.org #ABCDEFGHJ", text, StringComparison.Ordinal);
            Assert.Equal(2, text.Split('\n').Length);
            Assert.Contains("ABC-DEF-GHJ", text, StringComparison.Ordinal);
            Assert.Equal(text, Gsm7.Fold(text));
        }
    }

    private static Task<ChallengeOffer> AskAsync(Kit kit, string person = "jana", string address = "192.0.2.7") =>
        AskAsync(kit, Kit.Person(person, "P"), "+37120123456", address);

    private static Task<ChallengeOffer> AskAsync(Kit kit, User user, string number, string? address)
    {
        // The people differ by their own ids.
        var bound = kit.Bind("sms", SmsState.FromNumber(number)!.Write());
        return kit.Method("sms").ChallengeAsync(new VerificationContext(user, [bound], "Helpdesk", address), MethodResponse.Empty, default);
    }

    private static string Refusal(ChallengeOffer offer) => Assert.IsType<ChallengeOffer.Refused>(offer).Message;
}
