using System.Net;
using System.Net.Sockets;
using AuthHub.OpenId.Outgoing;
using AuthHub.OpenId.Tests.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace AuthHub.OpenId.Tests;

public sealed class OutgoingTests : IAsyncLifetime
{
    private readonly OwnAuthority _authority = new();

    private readonly TestClock _clock = new();

    private OutsideServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await OutsideServer.StartAsync(_authority);

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _authority.Dispose();
    }

    [Fact]
    public async Task A_document_is_fetched_over_verified_tls()
    {
        _server.Publish("/keys", """{"keys":[]}""", "application/jwk-set+json; charset=utf-8");

        var answered = Assert.IsType<OutgoingVerdict.Answered>(await GetAsync(_server["/keys"]));
        Assert.Equal("""{"keys":[]}""", System.Text.Encoding.UTF8.GetString(answered.Body));

        using var elsewhere = new OwnAuthority();
        using var distrustful = Client(s => s.TrustedRoots = elsewhere.PemFile);
        Refused(await distrustful.GetAsync(_server["/keys"], OutgoingContent.Json, CancellationToken.None));
        using var machine = Client(s => s.TrustedRoots = null);
        Refused(await machine.GetAsync(_server["/keys"], OutgoingContent.Json, CancellationToken.None));
    }

    [Theory]
    [InlineData("https://localhost:{port}/keys")]
    [InlineData("https://LOCALHOST.:{port}/keys")]
    [InlineData("https://127.0.0.1:{port}/keys")]
    [InlineData("https://2130706433:{port}/keys")]
    [InlineData("https://0x7f.1:{port}/keys")]
    [InlineData("https://0177.0.0.1:{port}/keys")]
    [InlineData("https://[::1]:{port}/keys")]
    [InlineData("https://[::ffff:127.0.0.1]:{port}/keys")]
    [InlineData("https://0.0.0.0:{port}/keys")]
    [InlineData("https://[::]:{port}/keys")]
    public async Task CLI_08_This_machine_is_out_of_reach_by_whatever_name(string address)
    {
        _server.Publish("/keys", "{}");
        using var http = Client(s => s.AllowLoopback = false);

        Refused(await http.GetAsync(address.Replace("{port}", _server.Port.ToString(), StringComparison.Ordinal), OutgoingContent.Json, CancellationToken.None));

        Assert.Empty(_server.Seen);
    }

    [Theory]
    [InlineData("http://localhost:{port}/keys")]
    [InlineData("file:///etc/passwd")]
    [InlineData("gopher://localhost:{port}/")]
    [InlineData("ftp://localhost/keys")]
    [InlineData("/keys")]
    [InlineData("HTTPS://localhost:{port}/keys")]
    [InlineData("https://user:secret@localhost:{port}/keys")]
    [InlineData("https:///keys")]
    [InlineData("jar:https://localhost/keys")]
    [InlineData("")]
    public async Task CLI_08_Nothing_but_plain_https_is_asked(string address)
    {
        await using var plain = await OutsideServer.StartAsync(_authority, plain: true);
        plain.Publish("/keys", "{}");

        Refused(await GetAsync(address.Replace("{port}", plain.Port.ToString(), StringComparison.Ordinal)));

        Assert.Empty(plain.Seen);
    }

    [Theory]
    [InlineData("10.1.2.3")]
    [InlineData("172.16.0.1")]
    [InlineData("172.31.255.255")]
    [InlineData("192.168.1.1")]
    [InlineData("169.254.169.254")]
    [InlineData("100.64.0.1")]
    [InlineData("0.1.2.3")]
    [InlineData("127.255.255.254")]
    [InlineData("192.0.0.8")]
    [InlineData("198.18.0.1")]
    [InlineData("224.0.0.1")]
    [InlineData("240.0.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("::")]
    [InlineData("::1")]
    [InlineData("::7f00:1")]
    [InlineData("::ffff:10.0.0.1")]
    [InlineData("::ffff:93.184.216.34")]
    [InlineData("64:ff9b::7f00:1")]
    [InlineData("64:ff9b:1::1")]
    [InlineData("100::1")]
    [InlineData("2001::1")]
    [InlineData("2001:db8::1")]
    [InlineData("2002:7f00:1::")]
    [InlineData("fc00::1")]
    [InlineData("fd00:ec2::254")]
    [InlineData("fe80::1")]
    [InlineData("fec0::1")]
    [InlineData("ff02::1")]
    public void CLI_08_An_inner_address_is_not_public(string address) => Assert.False(PublicAddress.Is(IPAddress.Parse(address)));

    [Theory]
    [InlineData("93.184.216.34")]
    [InlineData("172.32.0.1")]
    [InlineData("100.128.0.1")]
    [InlineData("2606:2800:220:1::1")]
    [InlineData("2a00:1450::1")]
    public void An_outer_address_is_public(string address) => Assert.True(PublicAddress.Is(IPAddress.Parse(address)));

    [Fact]
    public async Task CLI_08_A_name_is_resolved_once_and_the_checked_address_is_used()
    {
        using var inside = new TcpListener(IPAddress.Loopback, 0);
        inside.Start();
        var port = ((IPEndPoint)inside.LocalEndpoint).Port;
        var resolved = 0;
        using var soon = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));

        // Rebinding: the first answer is public, every later one is not.
        var rebinding = new GuardedConnection((_, _) => Task.FromResult(++resolved == 1 ? [IPAddress.Parse("93.184.216.34")] : new[] { IPAddress.Loopback }), loopbackAllowed: false);
        await Assert.ThrowsAnyAsync<Exception>(async () => await rebinding.OpenAsync(new DnsEndPoint("rebinding.example", port), soon.Token));
        Assert.Equal(1, resolved);

        var both = new GuardedConnection((_, _) => Task.FromResult(new[] { IPAddress.Parse("93.184.216.34"), IPAddress.Loopback }), loopbackAllowed: false);
        await Assert.ThrowsAsync<HttpRequestException>(async () => await both.OpenAsync(new DnsEndPoint("both.example", port), CancellationToken.None));

        Assert.False(inside.Pending());
    }

    [Fact]
    public async Task CLI_08_A_redirect_is_not_followed()
    {
        _server.Publish("/inside", "{}");
        _server.Paths["/keys"] = context =>
        {
            context.Response.Redirect(_server["/inside"]);
            return Task.CompletedTask;
        };

        Refused(await GetAsync(_server["/keys"]));

        Assert.Equal(["/keys"], _server.Seen);
    }

    [Fact]
    public async Task CLI_08_Long_slow_and_foreign_answers_are_refused()
    {
        _server.Publish("/long", new string(' ', GuardedHttp.MostBytes - 1) + "{}");
        _server.Publish("/most", new string(' ', GuardedHttp.MostBytes - 2) + "{}");
        _server.Publish("/page", "<html>", "text/html");
        _server.Publish("/jwt", "a.b.c", "application/oauth-authz-req+jwt");
        _server.Paths["/endless"] = async context =>
        {
            context.Response.ContentType = "application/json";
            while (!context.RequestAborted.IsCancellationRequested)
            {
                await context.Response.WriteAsync(new string(' ', 10_000), context.RequestAborted);
            }
        };
        _server.Paths["/slow"] = async context =>
        {
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync("{", context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
            await Task.Delay(TimeSpan.FromMinutes(1), context.RequestAborted);
        };

        Refused(await GetAsync(_server["/long"]));
        Refused(await GetAsync(_server["/page"]));
        Refused(await GetAsync(_server["/jwt"]));
        Refused(await GetAsync(_server["/endless"]));
        Refused(await GetAsync(_server["/missing"]));
        Assert.IsType<OutgoingVerdict.Answered>(await GetAsync(_server["/most"]));
        Assert.IsType<OutgoingVerdict.Answered>(await GetAsync(_server["/jwt"], OutgoingContent.Jwt));

        using var hurried = Client(s => s.TimeLimit = TimeSpan.FromMilliseconds(300));
        Refused(await hurried.GetAsync(_server["/slow"], OutgoingContent.Json, CancellationToken.None));
    }

    [Fact]
    public async Task A_delivery_carries_its_body_and_token_and_no_traces()
    {
        string? seen = null;
        _server.Paths["/ping"] = async context =>
        {
            seen = $"{context.Request.Headers.Authorization} {await new StreamReader(context.Request.Body).ReadToEndAsync()} {context.Request.Headers.TraceParent} {context.Request.Headers.Cookie}";
            context.Response.StatusCode = 204;
            context.Response.Headers.SetCookie = "a=b";
        };
        using var http = Client();

        Assert.Equal(204, Assert.IsType<OutgoingVerdict.Answered>(await http.PostAsync(_server["/ping"], new StringContent("x=y"), "t0ken", CancellationToken.None)).Status);
        await http.PostAsync(_server["/ping"], new StringContent("x=y"), "t0ken", CancellationToken.None);

        Assert.Equal("Bearer t0ken x=y  ", seen);
    }

    [Fact]
    public async Task CLI_08_An_address_is_asked_once_at_a_time_and_seldom()
    {
        _server.Publish("/keys", "{}");
        using var http = Client();
        var documents = Documents(http);

        var answers = await Task.WhenAll(Enumerable.Range(0, 30).Select(i => documents.FindAsync(_server["/keys"], OutgoingContent.Json, anew: i % 2 == 0, CancellationToken.None)));
        Assert.All(answers, answer => Assert.IsType<OutgoingVerdict.Answered>(answer));
        await documents.FindAsync(_server["/keys"], OutgoingContent.Json, anew: true, CancellationToken.None);
        Assert.Equal(1, _server.Count("/keys"));

        _clock.Advance(TimeSpan.FromSeconds(61));
        await documents.FindAsync(_server["/keys"], OutgoingContent.Json, anew: false, CancellationToken.None);
        Assert.Equal(1, _server.Count("/keys"));
        await documents.FindAsync(_server["/keys"], OutgoingContent.Json, anew: true, CancellationToken.None);
        Assert.Equal(2, _server.Count("/keys"));

        _clock.Advance(TimeSpan.FromMinutes(11));
        await documents.FindAsync(_server["/keys"], OutgoingContent.Json, anew: false, CancellationToken.None);
        Assert.Equal(3, _server.Count("/keys"));
    }

    [Fact]
    public async Task CLI_08_A_failure_is_remembered_and_a_good_document_survives_it()
    {
        using var http = Client();
        var documents = Documents(http);
        Refused(await documents.FindAsync(_server["/keys"], OutgoingContent.Json, anew: false, CancellationToken.None));
        _server.Publish("/keys", "{}");
        Refused(await documents.FindAsync(_server["/keys"], OutgoingContent.Json, anew: true, CancellationToken.None));
        Assert.Equal(1, _server.Count("/keys"));

        _clock.Advance(TimeSpan.FromSeconds(61));
        Assert.IsType<OutgoingVerdict.Answered>(await documents.FindAsync(_server["/keys"], OutgoingContent.Json, anew: false, CancellationToken.None));

        _server.Paths.Clear();
        _clock.Advance(TimeSpan.FromSeconds(61));
        Refused(await documents.FindAsync(_server["/keys"], OutgoingContent.Json, anew: true, CancellationToken.None));
        Assert.IsType<OutgoingVerdict.Answered>(await documents.FindAsync(_server["/keys"], OutgoingContent.Json, anew: true, CancellationToken.None));
        _clock.Advance(TimeSpan.FromMinutes(10));
        Refused(await documents.FindAsync(_server["/keys"], OutgoingContent.Json, anew: false, CancellationToken.None));
    }

    [Fact]
    public async Task CLI_08_The_number_of_remembered_addresses_is_bounded()
    {
        using var http = Client(s => s.AllowLoopback = false);
        var documents = Documents(http);
        for (var i = 0; i < OutgoingDocuments.MostEntries + 200; i++)
        {
            await documents.FindAsync("https://127.0.0.1:1/" + i, OutgoingContent.Json, anew: false, CancellationToken.None);
            Assert.True(documents.Count <= OutgoingDocuments.MostEntries);
        }
    }

    private static void Refused(OutgoingVerdict verdict) => Assert.IsType<OutgoingVerdict.Refused>(verdict);

    private async Task<OutgoingVerdict> GetAsync(string address, OutgoingContent wanted = OutgoingContent.Json)
    {
        using var http = Client();
        return await http.GetAsync(address, wanted, CancellationToken.None);
    }

    private GuardedHttp Client(Action<OutgoingSettings>? change = null) => new(Settings(change), NullLogger<GuardedHttp>.Instance);

    private OutgoingDocuments Documents(GuardedHttp http) => new(http, _clock, Settings(null));

    private IOptions<OpenIdSettings> Settings(Action<OutgoingSettings>? change)
    {
        var settings = new OpenIdSettings { Outgoing = { AllowLoopback = true, TrustedRoots = _authority.PemFile } };
        change?.Invoke(settings.Outgoing);
        return Options.Create(settings);
    }
}
