using System.Text.Json;
using AuthHub.SignIn.Authenticators;
using AuthHub.SignIn.Runs;
using AuthHub.SignIn.Sessions;
using AuthHub.SignIn.Users;

namespace AuthHub.Storage.Tests;

/// <summary>INP-04: text that PostgreSQL cannot hold is refused before it is sent; it never becomes a failure of the database.</summary>
public sealed class StorableTextTests : StorageTest
{
    // Not a theory: the test runner itself does not carry such text unharmed.
    private static readonly string[] _unstorable = ["a\0b", "\0", "lone \ud83d", "\udcf1 lone", "\ud83d\ud83d"];

    [Fact]
    public async Task Unstorable_text_is_refused_wherever_it_is_written()
    {
        var user = await AddUserAsync();
        foreach (var text in _unstorable)
        {
            await ShouldBeRefusedAsync(user, text);
        }
    }

    [Fact]
    public async Task A_refusal_leaves_the_scope_usable()
    {
        await using var scope = Scope();
        var users = Of<IUsers>(scope);
        var bad = Some.User("bad", Clock.Now);
        bad.DisplayName = "\0";

        await Assert.ThrowsAsync<ArgumentException>(() => users.AddAsync([new NewUser(bad, [])], Token));
        await users.AddAsync([new NewUser(Some.User("good", Clock.Now), [])], Token);

        Assert.Equal(1, await users.CountAsync("", Token));
    }

    [Fact]
    public async Task Text_longer_than_its_column_is_refused_the_same_way()
    {
        await Assert.ThrowsAsync<ArgumentException>(() => AddUserAsync("x", u => u.DisplayName = new string('x', 201)));
        await Assert.ThrowsAsync<ArgumentException>(() => AddUserAsync("x", u => u.Roles = [new string('x', 101)]));
    }

    [Fact]
    public async Task Proofs_keep_any_text_because_json_escapes_it()
    {
        var user = await AddUserAsync();
        var session = Some.Session(user.Id, Clock.Now);
        session.Proofs.Add(Some.Proof("a\0b", Clock.Now));

        await Get<ISessions>().AddAsync(session, Token);

        Assert.Equal(JsonSerializer.Serialize(session.Proofs), JsonSerializer.Serialize((await Get<ISessions>().FindAsync(session.Id, Token))!.Session.Proofs));
    }

    [Fact]
    public async Task Every_storable_letter_survives()
    {
        const string Text = "Žaneta Ķirse 👩‍🚀 \u0001 \u007f \u2028 \"'\\%_ ﷽ עִבְרִית";
        var user = await AddUserAsync("x", u => u.DisplayName = Text);

        Assert.Equal(Text, (await Get<IUsers>().FindAsync(user.Id, Token))!.DisplayName);
    }

    private async Task ShouldBeRefusedAsync(User user, string text)
    {
        await Assert.ThrowsAsync<ArgumentException>(() => AddUserAsync("x", u => u.DisplayName = text));
        await Assert.ThrowsAsync<ArgumentException>(() => AddUserAsync("x", u => u.Roles = ["fine", text]));
        await Assert.ThrowsAsync<ArgumentException>(() => AddUserAsync("x", u => u.CanonicalUsername = text));
        await Assert.ThrowsAsync<ArgumentException>(() => Get<IUsers>().UpdateAsync(user.Id, u => u.DisplayName = text, Token));
        await Assert.ThrowsAsync<ArgumentException>(() => Get<IAuthenticators>().AddAsync(Some.Authenticator(user.Id, Clock.Now, text), 5, Token));
        await Assert.ThrowsAsync<ArgumentException>(() => Get<IChallenges>().PutAsync(Some.Challenge(text, user.Id, Clock.Now), Token));
        await Assert.ThrowsAsync<ArgumentException>(() => Get<IRuns>().SaveAsync(Guid.Empty, 0, text, 0, Clock.Now, Token));
    }
}
