using System.Collections.Concurrent;
using System.Text;
using AuthHub.Methods.Sms;
using AuthHub.Methods.Tests.Shared;
using AuthHub.SignIn.Messages;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AuthHub.Methods.Tests.Sms;

/// <summary>The gateway against a real HTTP server that records what it gets.</summary>
public sealed class TwilioGatewayTests : IAsyncLifetime
{
    private const string Account = "AC00000000000000000000000000000000";

    private readonly ConcurrentQueue<(string Path, string Authorization, IFormCollection Form)> _calls = new();
    private readonly LogLines _log = new();
    private readonly TaskCompletionSource _end = new();
    private Func<int, (int Status, string Body)> _answer = _ => (201, "{\"sid\":\"SM1\",\"status\":\"queued\"}");
    private bool _silent;
    private WebApplication _server = null!;
    private ServiceProvider _services = null!;

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _server = builder.Build();
        _server.Run(async context =>
        {
            _calls.Enqueue((context.Request.Path, context.Request.Headers.Authorization.ToString(), await context.Request.ReadFormAsync()));
            if (_silent)
            {
                await _end.Task;
            }

            var (status, body) = _answer(_calls.Count);
            context.Response.StatusCode = status;
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync(body);
        });
        await _server.StartAsync();
        _services = Services(_server.Urls.Single());
    }

    public async ValueTask DisposeAsync()
    {
        _end.TrySetResult();
        _log.Dispose();
        await _services.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task A_message_is_posted_as_the_API_wants_it()
    {
        await SendAsync();
        var call = Assert.Single(_calls);
        Assert.Equal($"/2010-04-01/Accounts/{Account}/Messages.json", call.Path);
        Assert.Equal("Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(Account + ":secret")), call.Authorization);
        Assert.Equal("+37120123456", call.Form["To"]);
        Assert.Equal("+15005550006", call.Form["From"]);
        Assert.Equal("Hello & welcome", call.Form["Body"]);
        Assert.Equal(3, call.Form.Count);
    }

    [Fact]
    public async Task A_busy_carrier_is_asked_again()
    {
        _answer = call => call < 3 ? (503, "busy") : (201, "{}");
        await SendAsync();
        Assert.Equal(3, _calls.Count);
    }

    [Theory]
    [InlineData(503, 3)]
    [InlineData(500, 3)]
    [InlineData(429, 3)]
    [InlineData(504, 1)]
    [InlineData(400, 1)]
    [InlineData(401, 1)]
    public async Task Refusals_are_told_and_repeated_only_where_nothing_was_sent(int status, int calls)
    {
        _answer = _ => (status, "{\"code\":21211,\"message\":\"The number +37120123456 is wrong\"}");
        var failure = await Assert.ThrowsAsync<MessageNotSentException>(SendAsync);
        Assert.Equal(calls, _calls.Count);
        Assert.Contains("21211", failure.Message, StringComparison.Ordinal);
        Assert.Contains(_log.Lines, line => line.Contains("+371 ••••••56", StringComparison.Ordinal));
        Assert.DoesNotContain(_log.Lines, line => line.Contains("20123456", StringComparison.Ordinal) || line.Contains("secret", StringComparison.Ordinal) || line.Contains("Hello", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("")]
    [InlineData("<html>")]
    [InlineData("[]")]
    [InlineData("{\"code\":\"x\"}")]
    public async Task Odd_error_bodies_do_not_hide_the_refusal(string body)
    {
        _answer = _ => (400, body);
        await Assert.ThrowsAsync<MessageNotSentException>(SendAsync);
    }

    [Fact]
    public async Task A_carrier_that_does_not_answer_is_not_asked_twice()
    {
        _silent = true;
        var failure = await Assert.ThrowsAsync<MessageNotSentException>(SendAsync);
        Assert.Contains("time-out", failure.Message, StringComparison.Ordinal);
        Assert.Single(_calls);
    }

    [Fact]
    public async Task A_carrier_that_is_not_there_is_tried_three_times()
    {
        await _server.StopAsync();
        await Assert.ThrowsAsync<MessageNotSentException>(SendAsync);
        Assert.Equal(3, _log.Lines.Count(line => line.Contains("did not take", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Giving_up_is_no_failure_of_the_carrier()
    {
        _silent = true;
        using var given = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Gateway().SendAsync(new Message("sms", "+37120123456", "Hello"), given.Token));
    }

    [Fact]
    public void Without_an_account_there_is_no_gateway()
    {
        var services = new ServiceCollection();
        services.AddMessageGateways(new ConfigurationBuilder().Build());
        Assert.Empty(services);
    }

    private Task SendAsync() => Gateway().SendAsync(new Message("sms", "+37120123456", "Hello & welcome"), default);

    private IMessageGateway Gateway() => _services.GetRequiredService<IMessageGateway>();

    private ServiceProvider Services(string address)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Sms:Twilio:AccountSid"] = Account,
            ["Sms:Twilio:AuthToken"] = "secret",
            ["Sms:Twilio:From"] = "+15005550006",
            ["Sms:Twilio:BaseAddress"] = address,
        }).Build();
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(configuration);
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(_log));
        services.AddSingleton(TimeProvider.System);
        return services.AddMessageGateways(configuration).BuildServiceProvider();
    }
}
