using AuthHub.SignIn.Audit;

namespace AuthHub.Storage.Tests;

public sealed class AuditEventsTests : StorageTest
{
    [Fact]
    public async Task An_event_says_who_what_when_and_where()
    {
        var (actor, subject) = (Guid.CreateVersion7(Clock.Now), Guid.CreateVersion7(Clock.Now));
        await using var scope = Scope();
        Of<RequestOrigin>(scope).Address = "192.0.2.7";

        await Of<IAudit>(scope).WriteAsync(AuditTypes.UserDisabled, actor, subject, "helpdesk", "left the house", Token);

        var written = Assert.Single(await Get<IAudit>().ReadAsync(new AuditFilter(), 0, 10, Token));
        Assert.Equal(
            (AuditTypes.UserDisabled, actor, subject, "helpdesk", "left the house", "192.0.2.7", Clock.Now),
            (written.Type, written.ActorId, written.SubjectId, written.ClientId, written.Detail, written.Address, written.At));
    }

    [Fact]
    public async Task Text_of_strangers_is_cleaned_and_shortened()      // INP-04
    {
        await Get<IAudit>().WriteAsync(AuditTypes.RequestRefused, null, null, "evil\0\r\n\ud800" + new string('c', 500), "a\0b\u2028c\u202ed\u001b" + new string('é', 5000), Token);

        var written = Assert.Single(await Get<IAudit>().ReadAsync(new AuditFilter(), 0, 10, Token));
        Assert.Equal("abcd" + new string('é', 496), written.Detail);
        Assert.StartsWith("evil\ufffdccc", written.ClientId, StringComparison.Ordinal);
        Assert.Equal(200, written.ClientId!.Length);
    }

    [Fact]
    public async Task Events_are_read_newest_first_by_type_and_subject()
    {
        var subject = Guid.CreateVersion7(Clock.Now);
        for (var i = 0; i < 4; i++)
        {
            Clock.Advance(TimeSpan.FromSeconds(1));
            await Get<IAudit>().WriteAsync(i % 2 == 0 ? "even" : "odd", null, i > 1 ? subject : null, null, $"{i}", Token);
        }

        Assert.Equal(["3", "2", "1", "0"], await ReadAsync(new AuditFilter()));
        Assert.Equal(["2", "0"], await ReadAsync(new AuditFilter("even")));
        Assert.Equal(["3", "2"], await ReadAsync(new AuditFilter(null, subject)));
        Assert.Equal(["3"], await ReadAsync(new AuditFilter("odd", subject)));
        Assert.Equal(["2", "1"], await ReadAsync(new AuditFilter(), 1, 2));
        Assert.Empty(await ReadAsync(new AuditFilter("a\0")));
        Assert.Empty(await ReadAsync(new AuditFilter(Text: "a\0")));
    }

    [Fact]
    public async Task Events_are_found_by_text_in_their_detail()
    {
        foreach (var detail in (string?[])["refused; number 0af7", "REFUSED; NUMBER 0B00", "100 % sure", null])
        {
            await Get<IAudit>().WriteAsync("x", null, null, null, detail, Token);
        }

        Assert.Equal(["refused; number 0af7"], await ReadAsync(new AuditFilter(Text: "0AF7")));
        Assert.Equal(["REFUSED; NUMBER 0B00"], await ReadAsync(new AuditFilter(Text: "number 0b")));
        Assert.Equal(["100 % sure"], await ReadAsync(new AuditFilter(Text: "%")));
        Assert.Empty(await ReadAsync(new AuditFilter("y", Text: "sure")));
    }

    [Fact]
    public async Task An_event_goes_with_the_transaction_of_its_cause()      // L17
    {
        await using var scope = Scope();

        await Assert.ThrowsAsync<InvalidTimeZoneException>(() => Of<SignIn.ITransactions>(scope).RunAsync<int>(
            async token =>
            {
                await Of<IAudit>(scope).WriteAsync("x", null, null, null, null, token);
                throw new InvalidTimeZoneException();
            },
            Token));

        Assert.Empty(await ReadAsync(new AuditFilter()));
    }

    private async Task<IEnumerable<string?>> ReadAsync(AuditFilter filter, int skip = 0, int take = 10) =>
        (await Get<IAudit>().ReadAsync(filter, skip, take, Token)).Select(e => e.Detail);
}
