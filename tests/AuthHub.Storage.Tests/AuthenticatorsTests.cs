using AuthHub.SignIn.Authenticators;

namespace AuthHub.Storage.Tests;

public sealed class AuthenticatorsTests : StorageTest
{
    private IAuthenticators Store => Get<IAuthenticators>();

    [Fact]
    public async Task An_authenticator_comes_back_as_it_was_added_and_only_to_its_owner()
    {
        var phone = await AddAsync();

        Assert.Equivalent(phone, await Store.FindAsync(phone.UserId, phone.Id, Token), strict: true);
        Assert.Null(await Store.FindAsync(Guid.Empty, phone.Id, Token));
        Assert.Single(await Store.OfAsync(phone.UserId, Token));
    }

    [Fact]
    public async Task Nothing_is_bound_to_nobody() =>
        Assert.False(await Store.AddAsync(Some.Authenticator(Guid.CreateVersion7(Clock.Now), Clock.Now), 5, Token));

    [Fact]
    public async Task Of_many_bindings_of_one_external_id_at_once_one_stays()
    {
        var (anna, bert) = (await AddUserAsync("anna"), await AddUserAsync("bert"));

        var added = await AtOnceAsync(10, i => Store.AddAsync(Some.Authenticator((i % 2 == 0 ? anna : bert).Id, Clock.Now, "webauthn", "credential-1"), 20, Token));

        Assert.Single(added, a => a);
        Assert.True(await Store.ExternalIdExistsAsync("credential-1", Token));
        Assert.False(await Store.ExternalIdExistsAsync("credential-2", Token));
        Assert.False(await Store.ExternalIdExistsAsync("credential-1\0", Token));
    }

    [Fact]
    public async Task The_limit_of_a_method_holds_against_bindings_at_once()
    {
        var anna = await AddUserAsync();

        var added = await AtOnceAsync(10, _ => Store.AddAsync(Some.Authenticator(anna.Id, Clock.Now), 3, Token));

        Assert.Equal(3, added.Count(a => a));
        Assert.True(await Store.AddAsync(Some.Authenticator(anna.Id, Clock.Now, "sms"), 3, Token));
    }

    [Fact]
    public async Task A_refused_binding_leaves_the_open_transaction_usable()
    {
        var phone = await AddAsync(externalId: "taken");
        await using var scope = Scope();
        var (transactions, store) = (Of<SignIn.ITransactions>(scope), Of<IAuthenticators>(scope));

        var renamed = await transactions.RunAsync(
            async token => !await store.AddAsync(Some.Authenticator(phone.UserId, Clock.Now, "webauthn", "taken"), 5, token)
                && await store.RenameAsync(phone.UserId, phone.Id, "Renamed", token),
            Token);

        Assert.True(renamed);
        Assert.Equal("Renamed", (await Store.FindAsync(phone.UserId, phone.Id, Token))!.Label);
    }

    [Fact]
    public async Task Of_guesses_at_once_exactly_the_limit_passes()      // L9
    {
        var phone = await AddAsync();

        var passed = await AtOnceAsync(40, _ => Store.CountAttemptAsync(phone.Id, 7, Token));

        Assert.Equal(7, passed.Count(p => p));
        Assert.Equal(7, (await Store.FindAsync(phone.UserId, phone.Id, Token))!.Failures);
    }

    [Fact]
    public async Task A_forgiven_attempt_is_taken_back_and_never_more_than_all()
    {
        var phone = await AddAsync();
        await Store.CountAttemptAsync(phone.Id, 5, Token);

        await Store.ForgiveAttemptAsync(phone.Id, Token);
        await Store.ForgiveAttemptAsync(phone.Id, Token);

        Assert.Equal(0, (await Store.FindAsync(phone.UserId, phone.Id, Token))!.Failures);
    }

    [Fact]
    public async Task Of_answers_from_one_state_at_once_one_is_accepted()      // L8
    {
        var phone = await AddAsync();

        var used = await AtOnceAsync(20, i => Store.UseAsync(phone.Id, 0, [(byte)i], Clock.Now, Token));

        Assert.Single(used, u => u);
        var after = (await Store.FindAsync(phone.UserId, phone.Id, Token))!;
        Assert.Equal((1, Clock.Now), (after.Version, after.LastUsedAt));
        Assert.Equal([(byte)Array.IndexOf(used, true)], after.SealedState);
    }

    [Fact]
    public async Task Failures_are_cleared_for_all_or_for_those_named_and_for_nobody_else()
    {
        var anna = await AddUserAsync("anna");
        var (first, second, others) = (await AddAsync(anna.Id), await AddAsync(anna.Id), await AddAsync((await AddUserAsync("bert")).Id));
        foreach (var one in new[] { first, second, others })
        {
            await Store.CountAttemptAsync(one.Id, 5, Token);
        }

        await Store.ClearFailuresAsync(anna.Id, [first.Id, others.Id], Token);
        Assert.Equal("0 1 1", await FailuresAsync(first, second, others));

        await Store.ClearFailuresAsync(anna.Id, null, Token);
        Assert.Equal("0 0 1", await FailuresAsync(first, second, others));
    }

    [Fact]
    public async Task A_name_is_changed_by_its_owner_only_and_must_be_storable()
    {
        var phone = await AddAsync();

        Assert.True(await Store.RenameAsync(phone.UserId, phone.Id, "Jānis' 📱", Token));
        Assert.False(await Store.RenameAsync(Guid.Empty, phone.Id, "Mine", Token));
        await Assert.ThrowsAsync<ArgumentException>(() => Store.RenameAsync(phone.UserId, phone.Id, "a\0b", Token));
        await Assert.ThrowsAsync<ArgumentException>(() => Store.RenameAsync(phone.UserId, phone.Id, new string('x', 101), Token));

        Assert.Equal("Jānis' 📱", (await Store.FindAsync(phone.UserId, phone.Id, Token))!.Label);
    }

    [Fact]
    public async Task ENR_09_of_two_last_factors_removed_at_once_one_stays()      // L12
    {
        for (var round = 0; round < 10; round++)
        {
            var anna = await AddUserAsync($"anna{round}");
            Authenticator[] factors = [await AddAsync(anna.Id), await AddAsync(anna.Id, "sms")];

            var removed = await AtOnceAsync(2, i => Store.RemoveAsync(anna.Id, factors[i].Id, ["totp", "sms"], Token));

            Assert.Single(removed, r => r);
            Assert.Single(await Store.OfAsync(anna.Id, Token));
        }
    }

    [Fact]
    public async Task A_method_outside_the_demand_does_not_count_as_the_one_that_stays()
    {
        var anna = await AddUserAsync();
        var (phone, _) = (await AddAsync(anna.Id), await AddAsync(anna.Id, "password"));

        Assert.False(await Store.RemoveAsync(anna.Id, phone.Id, ["totp", "sms"], Token));
        Assert.False(await Store.RemoveAsync(Guid.Empty, phone.Id, null, Token));
        Assert.True(await Store.RemoveAsync(anna.Id, phone.Id, null, Token));
        Assert.False(await Store.RemoveAsync(anna.Id, phone.Id, null, Token));
    }

    private async Task<Authenticator> AddAsync(Guid? user = null, string method = "totp", string? externalId = null)
    {
        var authenticator = Some.Authenticator(user ?? (await AddUserAsync()).Id, Clock.Now, method, externalId);
        Assert.True(await Store.AddAsync(authenticator, 20, Token));
        return authenticator;
    }

    private async Task<string> FailuresAsync(params Authenticator[] authenticators)
    {
        var counts = new List<int>();
        foreach (var one in authenticators)
        {
            counts.Add((await Store.FindAsync(one.UserId, one.Id, Token))!.Failures);
        }

        return string.Join(" ", counts);
    }
}
