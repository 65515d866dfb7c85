using AuthHub.SignIn.Authenticators;
using AuthHub.SignIn.Users;
using AuthHub.Testing;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.DependencyInjection;

namespace AuthHub.Storage.Tests;

public sealed class UsersTests : StorageTest
{
    [Fact]
    public async Task A_person_comes_back_with_everything_she_was_added_with()
    {
        var user = await AddUserAsync("Anna", u => u.Roles = ["administrator", "helpdesk-agent"]);

        var found = await Get<IUsers>().FindAsync(user.Id, Token);

        Assert.Equivalent(user, found, strict: true);
    }

    [Theory]
    [InlineData("anna")]
    [InlineData("anna@example.org")]
    public async Task A_person_is_found_by_username_and_by_address(string identifier)
    {
        var user = await AddUserAsync();

        Assert.Equal(user.Id, (await Get<IUsers>().FindByIdentifierAsync(identifier, Token))?.Id);
    }

    [Theory]
    [InlineData("nobody")]
    [InlineData("anna\0")]
    [InlineData("\ud800")]
    [InlineData("")]
    public async Task Nobody_is_found_by_what_cannot_be_a_name(string identifier)
    {
        await AddUserAsync();

        Assert.Null(await Get<IUsers>().FindByIdentifierAsync(identifier, Token));
    }

    [Fact]
    public async Task People_are_added_with_their_authenticators_or_not_at_all()
    {
        var (first, second) = (Some.User("first", Clock.Now), Some.User("second", Clock.Now));
        second.CanonicalUsername = "anna";
        await AddUserAsync();

        await Assert.ThrowsAsync<UserExistsException>(() => Get<IUsers>().AddAsync(
            [new NewUser(first, [Some.Authenticator(first.Id, Clock.Now)]), new NewUser(second, [])], Token));

        Assert.Null(await Get<IUsers>().FindAsync(first.Id, Token));
        Assert.Empty(await Get<IAuthenticators>().OfAsync(first.Id, Token));
    }

    [Fact]
    public async Task Ten_thousand_people_are_added_in_one_call()
    {
        var people = Enumerable.Range(0, 10_000).Select(i => Some.User($"person{i}", Clock.Now)).ToList();

        await Get<IUsers>().AddAsync([.. people.Select(p => new NewUser(p, [Some.Authenticator(p.Id, Clock.Now)]))], Token);

        Assert.Equal(10_000, await Get<IUsers>().CountAsync("", Token));
    }

    [Fact]
    public async Task Of_many_people_with_one_address_added_at_once_one_stays()
    {
        var answers = await AtOnceAsync(10, async i =>
        {
            var user = Some.User($"person{i}", Clock.Now);
            user.CanonicalEmail = "shared@example.org";
            try
            {
                await Get<IUsers>().AddAsync([new NewUser(user, [])], Token);
                return true;
            }
            catch (UserExistsException)
            {
                return false;
            }
        });

        Assert.Single(answers, added => added);
    }

    [Fact]
    public async Task Nobody_may_be_named_like_anothers_address()
    {
        await AddUserAsync();

        await Assert.ThrowsAsync<UserExistsException>(() => AddUserAsync("x", u => u.CanonicalUsername = "anna@example.org"));
        await Assert.ThrowsAsync<UserExistsException>(() => AddUserAsync("y", u => u.CanonicalEmail = "anna"));
    }

    [Theory]
    [InlineData("bērz")]
    [InlineData("BĒRZ")]
    [InlineData("berzina")]
    [InlineData("Bērziña")]
    [InlineData("ann")]
    [InlineData("example.org")]
    [InlineData("")]
    public async Task A_search_finds_parts_of_name_username_and_address(string text)
    {
        await AddUserAsync();

        Assert.Single(await Get<IUsers>().SearchAsync(text, 0, 10, Token));
        Assert.Equal(1, await Get<IUsers>().CountAsync(text, Token));
    }

    [Fact]
    public async Task People_from_before_the_column_are_found_in_plain_letters_too()
    {
        await AddUserAsync("old", u => u.DisplayName = "Łukasz Straße Kalniņa");
        var migrator = Get<AuthHubDb>().GetService<IMigrator>();
        await migrator.MigrateAsync("Initial", Token);

        await migrator.MigrateAsync(cancellationToken: Token);

        Assert.All(["lukasz", "STRASSE", "kalnina", "Kalniņa"], text => Assert.Single(Get<IUsers>().SearchAsync(text, 0, 10, Token).Result));
    }

    [Fact]
    public async Task A_new_name_is_found_and_the_old_one_is_not()
    {
        var user = await AddUserAsync();
        await Get<IUsers>().UpdateAsync(user.Id, u => u.DisplayName = "Örjan Ængström", Token);

        Assert.Single(await Get<IUsers>().SearchAsync("aengstrom", 0, 10, Token));
        Assert.Empty(await Get<IUsers>().SearchAsync("berzina", 0, 10, Token));
    }

    [Theory]
    [InlineData("%")]
    [InlineData("a_na")]
    [InlineData("\\")]
    [InlineData("an\0na")]
    public async Task A_search_takes_signs_as_they_are(string text)
    {
        await AddUserAsync();

        Assert.Empty(await Get<IUsers>().SearchAsync(text, 0, 10, Token));
        Assert.Equal(0, await Get<IUsers>().CountAsync(text, Token));
    }

    [Fact]
    public async Task Pages_of_a_search_are_ordered_by_username()
    {
        await AddUserAsync("carl");
        await AddUserAsync("anna");
        await AddUserAsync("bert");

        var page = await Get<IUsers>().SearchAsync("", 1, 2, Token);

        Assert.Equal(["bert", "carl"], page.Select(u => u.Username));
    }

    [Fact]
    public async Task An_update_keeps_the_canonical_forms_true_and_stamps_a_new_address()      // L11
    {
        var user = await AddUserAsync();

        Assert.True(await Get<IUsers>().UpdateAsync(user.Id, u => (u.Username, u.Email) = ("Änna", "New@Example.org"), Token));

        var changed = (await Get<IUsers>().FindAsync(user.Id, Token))!;
        Assert.Equal(("änna", "new@example.org", 1), (changed.CanonicalUsername, changed.CanonicalEmail, changed.SecurityVersion));
    }

    [Fact]
    public async Task An_update_to_a_taken_name_is_refused()
    {
        await AddUserAsync("anna");
        var bert = await AddUserAsync("bert");

        await Assert.ThrowsAsync<UserExistsException>(() => Get<IUsers>().UpdateAsync(bert.Id, u => u.Username = "ANNA", Token));
        await Assert.ThrowsAsync<ArgumentException>(() => Get<IUsers>().UpdateAsync(bert.Id, u => u.Username = "b\0", Token));
    }

    [Fact]
    public async Task The_last_active_administrator_stays()      // L12
    {
        var admin = await AddUserAsync("admin", u => u.Roles = ["administrator"]);
        await AddUserAsync("disabled", u => (u.Roles, u.Disabled) = (["administrator"], true));

        Assert.False(await Get<IUsers>().SetDisabledAsync(admin.Id, true, Token));
        Assert.False(await Get<IUsers>().UpdateAsync(admin.Id, u => u.Roles = [], Token));
        Assert.False(await Get<IUsers>().SetDisabledAsync(Guid.Empty, true, Token));

        Assert.Equivalent(admin, await Get<IUsers>().FindAsync(admin.Id, Token), strict: true);
    }

    [Fact]
    public async Task Administrators_who_disable_each_other_at_once_leave_one()      // L12
    {
        for (var round = 0; round < 5; round++)
        {
            await using var database = await PostgreSqlFixture.NewDatabaseAsync();
            await using var services = Hosts.Services(database.ConnectionString, Clock).BuildServiceProvider();
            User[] pair = [Some.User("anna", Clock.Now), Some.User("bert", Clock.Now)];
            pair[0].Roles = pair[1].Roles = [WellKnownRoles.Administrator];
            await InScopeAsync(services, async users =>
            {
                await users.AddAsync([.. pair.Select(p => new NewUser(p, []))], Token);
                return true;
            });

            var done = await AtOnceAsync(2, i => InScopeAsync(services, users => users.SetDisabledAsync(pair[i].Id, true, Token)));

            Assert.Single(done, d => d);
        }
    }

    [Fact]
    public async Task Every_bump_of_the_security_version_counts()
    {
        var user = await AddUserAsync();

        await AtOnceAsync(10, async _ =>
        {
            await Get<IUsers>().BumpSecurityVersionAsync(user.Id, Token);
            return true;
        });

        Assert.Equal(10, (await Get<IUsers>().FindAsync(user.Id, Token))!.SecurityVersion);
    }

    private static async Task<T> InScopeAsync<T>(ServiceProvider services, Func<IUsers, Task<T>> work)
    {
        await using var scope = services.CreateAsyncScope();
        return await work(scope.ServiceProvider.GetRequiredService<IUsers>());
    }
}
