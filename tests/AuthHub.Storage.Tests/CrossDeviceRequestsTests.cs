using AuthHub.OpenId.Authorizations;
using AuthHub.OpenId.CrossDevice;

namespace AuthHub.Storage.Tests;

public sealed class CrossDeviceRequestsTests : StorageTest
{
    private ICrossDeviceRequests Store => Get<ICrossDeviceRequests>();

    [Fact]
    public async Task A_request_is_found_by_each_of_its_names()
    {
        var request = await AddAsync();

        Assert.Equivalent(request, await Store.FindAsync(request.Id, Token), strict: true);
        Assert.Equivalent(request, await Store.FindByHashAsync(request.Hash, Token), strict: true);
        Assert.Equivalent(request, await Store.FindByUserCodeAsync(request.UserCodeHash!, Token), strict: true);
        Assert.Null(await Store.FindByHashAsync(request.UserCodeHash!, Token));
    }

    [Fact]
    public async Task A_user_code_is_one_devices_at_a_time()
    {
        var added = await AtOnceAsync(10, i => Store.AddAsync(One(userCode: 7), Token));

        Assert.Single(added, a => a);
    }

    [Fact]
    public async Task Of_questions_at_once_one_is_in_time_and_the_interval_grows_by_five_seconds_once()
    {
        var request = await AddAsync();

        var inTime = await AtOnceAsync(10, _ => Store.PollAsync(request, Clock.Now, Token));

        Assert.Single(inTime, one => one);
        Assert.Equal(10, (await Store.FindAsync(request.Id, Token))!.Interval);
    }

    [Fact]
    public async Task An_answer_is_given_once()
    {
        var (one, other) = (await AddAsync(), await AddAsync());
        var denied = await AtOnceAsync(10, _ => Store.DenyAsync(one.Id, Clock.Now, Token));
        var allowed = await AtOnceAsync(10, _ => Get<IAuthorizations>().AddAsync(Yes(other), Token));

        Assert.Single(denied, d => d);
        Assert.Single(allowed, a => a);
        Assert.False(await Store.DenyAsync(other.Id, Clock.Now, Token));
        Assert.Null((await Store.FindAsync(other.Id, Token))!.DeniedAt);
    }

    [Fact]
    public async Task What_waits_for_a_person_is_neither_over_nor_answered()
    {
        var (waiting, denied, allowed) = (await AddAsync(subject: "anna"), await AddAsync(subject: "anna"), await AddAsync(subject: "anna"));
        await AddAsync(subject: "other");
        await Store.DenyAsync(denied.Id, Clock.Now, Token);
        await Get<IAuthorizations>().AddAsync(Yes(allowed), Token);

        Assert.Equal([waiting.Id], (await Store.OfAsync("anna", Clock.Now, Token)).Select(one => one.Id));
        Assert.Equal(1, await Store.CountOfAsync("anna", Clock.Now, true, Token));
        Assert.Equal(3, await Store.CountOfAsync("anna", Clock.Now.AddHours(-1), false, Token));
        Assert.Empty(await Store.OfAsync("anna", waiting.ExpiresAt, Token));
        await Store.RemoveAsync(waiting.Id, Token);
        Assert.Equal(2, await Store.CountOfAsync("anna", Clock.Now.AddHours(-1), false, Token));
    }

    [Fact]
    public async Task Waiting_ones_are_counted_by_client_and_address()
    {
        await AddAsync();
        await AddAsync();

        Assert.Equal((2, 2, 0, 0), (
            await Store.CountWaitingAsync("tv", null, Clock.Now, Token), await Store.CountWaitingAsync("tv", "192.0.2.1", Clock.Now, Token),
            await Store.CountWaitingAsync("tv", "192.0.2.2", Clock.Now, Token), await Store.CountWaitingAsync("radio", null, Clock.Now, Token)));
        Assert.Equal(0, await Store.CountWaitingAsync("tv", null, Clock.Now.AddMinutes(10), Token));
    }

    [Fact]
    public async Task An_outcome_is_taken_by_one_server_at_a_time()
    {
        var (request, silent) = (await AddAsync(notification: [1, 2, 3]), await AddAsync());
        await Store.NotifyAsync(request.Id, Clock.Now, Token);
        await Store.NotifyAsync(silent.Id, Clock.Now, Token);
        var due = Assert.Single(await Store.DueAsync(Clock.Now, 10, Token));
        Assert.Equal(request.Id, due.Id);

        var taken = await AtOnceAsync(10, _ => Store.TakeAsync(due, Clock.Now.AddSeconds(20), Token));

        Assert.Single(taken, t => t);
        Assert.Empty(await Store.DueAsync(Clock.Now, 10, Token));
        var again = Assert.Single(await Store.DueAsync(Clock.Now.AddSeconds(20), 10, Token));
        Assert.Equal(1, again.NotifyAttempts);
        await Store.DoneAsync(request.Id, Token);
        Assert.Empty(await Store.DueAsync(Clock.Now.AddDays(1), 10, Token));
    }

    [Fact]
    public async Task Housekeeping_forgets_them_an_hour_after_their_end()
    {
        var request = await AddAsync();
        var housekeeping = (IHousekeeping)Store;

        Assert.Equal(0, await housekeeping.DeleteExpiredAsync(request.ExpiresAt.AddMinutes(59), Token));
        Assert.Equal(1, await housekeeping.DeleteExpiredAsync(request.ExpiresAt.AddMinutes(61), Token));
    }

    private static byte[] Bytes(int seed) => [.. Enumerable.Repeat((byte)seed, 32)];

    private static byte[] Unique() => [.. Guid.CreateVersion7().ToByteArray(), .. Guid.CreateVersion7().ToByteArray()];

    private static Authorization Yes(CrossDeviceRequest request) => new()
    {
        Id = Guid.CreateVersion7(),
        Subject = "anna",
        ClientId = request.ClientId,
        SessionId = Guid.CreateVersion7(),
        SecurityVersion = 1,
        Scopes = ["openid"],
        AuthTime = request.RequestedAt,
        Acr = "basic",
        Amr = ["pwd"],
        CreatedAt = request.RequestedAt,
        CodeHash = request.Hash,
        CodeExpiresAt = request.ExpiresAt,
        RedirectUri = "",
        RequestHash = request.Hash,
    };

    private CrossDeviceRequest One(int? userCode = null, string? subject = null, byte[]? notification = null) => new()
    {
        Id = Guid.CreateVersion7(Clock.Now),
        Kind = CrossDeviceKinds.Device,
        Hash = Unique(),
        UserCodeHash = userCode is { } seed ? Bytes(seed) : Unique(),
        ClientId = "tv",
        Subject = subject,
        Scopes = ["openid", "profile"],
        AcrValues = ["medium"],
        BindingMessage = "W4SCT",
        SealedNotification = notification,
        Address = "192.0.2.1",
        RequestedAt = Clock.Now,
        ExpiresAt = Clock.Now.AddMinutes(10),
        Interval = 5,
        NextPollAt = Clock.Now,
    };

    private async Task<CrossDeviceRequest> AddAsync(string? subject = null, byte[]? notification = null)
    {
        var request = One(subject: subject, notification: notification);
        Assert.True(await Store.AddAsync(request, Token));
        return request;
    }
}
