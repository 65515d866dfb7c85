using AuthHub.OpenId.SingleUse;
using AuthHub.OpenId.Tests.Hosting;
using AuthHub.Storage;

namespace AuthHub.OpenId.Tests;

public sealed class UsedValuesTests(ProviderHost host) : IClassFixture<ProviderHost>
{
    [Fact]
    public async Task CLI_03_Of_fifty_users_of_one_value_one_is_first()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => UseAsync(UsedValueKinds.ClientAssertion, "helpdesk", "raced")));

        Assert.Equal(1, answers.Count(first => first));
        Assert.False(await UseAsync(UsedValueKinds.ClientAssertion, "helpdesk", "raced"));
    }

    [Fact]
    public async Task Kind_owner_and_value_all_count()
    {
        Assert.True(await UseAsync(UsedValueKinds.ClientAssertion, "a", "bc"));
        Assert.True(await UseAsync(UsedValueKinds.ClientAssertion, "ab", "c"));
        Assert.True(await UseAsync(UsedValueKinds.DpopProof, "a", "bc"));
        Assert.True(await UseAsync(UsedValueKinds.DpopProof, "a", "BC"));
        Assert.True(await UseAsync(UsedValueKinds.DpopProof, "a", new string('x', 5000) + "\0\ud800"));
        Assert.False(await UseAsync(UsedValueKinds.DpopProof, "a", "bc"));
    }

    [Fact]
    public async Task Housekeeping_forgets_what_has_expired_and_nothing_else()
    {
        var now = host.Clock.GetUtcNow();
        Assert.True(await UseAsync(UsedValueKinds.DpopProof, "old", "1", now.AddMinutes(-1)));
        Assert.True(await UseAsync(UsedValueKinds.DpopProof, "young", "1", now.AddMinutes(1)));

        await host.InScopeAsync<IEnumerable<IHousekeeping>>(async all =>
        {
            foreach (var one in all)
            {
                await one.DeleteExpiredAsync(now, CancellationToken.None);
            }
        });

        Assert.True(await UseAsync(UsedValueKinds.DpopProof, "old", "1"));
        Assert.False(await UseAsync(UsedValueKinds.DpopProof, "young", "1"));
    }

    private async Task<bool> UseAsync(string kind, string owner, string value, DateTimeOffset? expiresAt = null)
    {
        var first = false;
        await host.InScopeAsync<IUsedValues>(async used => first = await used.TryUseAsync(kind, owner, value, expiresAt ?? host.Clock.GetUtcNow().AddMinutes(5), CancellationToken.None));
        return first;
    }
}
