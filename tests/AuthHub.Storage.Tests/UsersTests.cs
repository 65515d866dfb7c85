using AuthHub.SignIn.Users;

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
}
