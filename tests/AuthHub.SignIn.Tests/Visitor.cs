using System.Security.Cryptography;
using AuthHub.Flows;
using AuthHub.SignIn.Methods;
using AuthHub.SignIn.Runs;
using AuthHub.SignIn.Sessions;
using Microsoft.Extensions.DependencyInjection;

namespace AuthHub.SignIn.Tests;

/// <summary>One tab of one browser: it keeps cookies and an address, and each of its acts is a request of its own, as from a page.</summary>
internal sealed class Visitor(ServiceProvider services, TimeProvider clock, Visitor? sameBrowser)
{
    public BrowserSecret Browser { get; } = sameBrowser?.Browser ?? BrowserSecret.New();

    /// <summary>The session's cookie.</summary>
    public BrowserSecret? Session { get; set; } = sameBrowser?.Session;

    /// <summary>The run's address.</summary>
    public string Address { get; set; } = "";

    public string Network { get; set; } = "192.0.2.7";

    public List<Guid> Known { get; } = [];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public Visitor Begin(Demand demand, Guid? session)
    {
        using var scope = services.CreateScope();
        Address = scope.ServiceProvider.GetRequiredService<RunOpener>().Begin(new RunRequest
        {
            Id = new Guid(RandomNumberGenerator.GetBytes(16)),
            ReturnTo = "/back",
            ServiceName = "Helpdesk",
            Demand = demand,
            SessionId = session,
            StartedAt = clock.GetUtcNow(),
        });
        return this;
    }

    public Task<OpenRun?> OpenAsync() => RequestAsync(OpenAsync);

    public async Task<FlowStep> StepAsync() => (await OpenAsync())!.Step;

    public Task IdentifyAsync(string name) => RequestAsync(async request =>
        Address = request.GetRequiredService<RunHost>().Identify((await OpenAsync(request))!, name));

    public Task<Outcome> PasswordAsync(string password) => StepAsync((host, run) =>
        host.PasswordAsync(run, password, Browser, new PasswordOrigin(Network, Known), Token));

    public Task ChooseAsync(string? method) => StepAsync(async (host, run) => (new Outcome.Done(), await host.ChooseAsync(run, method, Token)));

    /// <summary>The method's page; it asks where asking costs nothing.</summary>
    public Task<object> ShowAsync(string method) => RequestAsync(async request =>
        await request.GetRequiredService<RunHost>().ShowVerificationAsync((await OpenAsync(request))!, method, Network, Token));

    public Task<Outcome> AnswerAsync(string method, string code, Guid? authenticator = null) => StepAsync((host, run) =>
        host.VerifyAsync(run, method, Form(code, authenticator), Browser, Network, Token));

    public Task<object> ShowSetUpAsync(string method) => RequestAsync(async request =>
        await request.GetRequiredService<RunHost>().ShowEnrolmentAsync((await OpenAsync(request))!, method, Network, Token));

    public Task<Outcome> SetUpAsync(string method, string code) => StepAsync((host, run) =>
        host.EnrolAsync(run, method, Form(code, null), Browser, Network, Token));

    public Task<BrowserSecret?> PassAsync() => PassAsync(run => run);

    /// <summary>Through the door, with a run bent first where a test wants to cheat.</summary>
    public Task<BrowserSecret?> PassAsync(Func<OpenRun, OpenRun> bend) => RequestAsync(async request =>
    {
        var run = bend((await OpenAsync(request))!);
        var secret = await request.GetRequiredService<Door>().PassAsync(run, await LiveAsync(request), "Firefox", Network, Token);
        Session = secret ?? Session;
        return secret;
    });

    public Task<LiveSession?> LiveAsync() => RequestAsync(LiveAsync);

    public static MethodResponse Form(string code, Guid? authenticator) => new(new Dictionary<string, string>
    {
        ["code"] = code,
        ["authenticator"] = authenticator?.ToString() ?? "",
    });

    private Task<Outcome> StepAsync(Func<RunHost, OpenRun, Task<(Outcome Outcome, OpenRun Run)>> step) => RequestAsync(async request =>
    {
        var (outcome, next) = await step(request.GetRequiredService<RunHost>(), (await OpenAsync(request))!);
        Address = next.Address;
        return outcome;
    });

    private async Task<OpenRun?> OpenAsync(IServiceProvider request) =>
        await request.GetRequiredService<RunOpener>().OpenAsync(Address, Browser, await LiveAsync(request), Token);

    private async Task<LiveSession?> LiveAsync(IServiceProvider request) =>
        Session is null ? null : await request.GetRequiredService<LiveSessions>().FindAsync(Session, Token);

    private async Task<T> RequestAsync<T>(Func<IServiceProvider, Task<T>> work)
    {
        await using var scope = services.CreateAsyncScope();
        return await work(scope.ServiceProvider);
    }
}
