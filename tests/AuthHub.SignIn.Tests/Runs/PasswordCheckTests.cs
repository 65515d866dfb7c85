using AuthHub.Flows;
using AuthHub.Methods.Password;
using AuthHub.SignIn.Audit;
using AuthHub.SignIn.Methods;
using AuthHub.SignIn.Throttling;
using AuthHub.SignIn.Users;
using Microsoft.Extensions.DependencyInjection;

namespace AuthHub.SignIn.Tests.Runs;

/// <summary>The password stage for people, disabled people and nobody.</summary>
public sealed class PasswordCheckTests : SignInTest
{
    private readonly PasswordHashQueue _queue = new(running: 1, waiting: 0);
    private readonly List<string> _asked = [];

    protected override void Configure(IServiceCollection services)
    {
        services.AddSingleton(_queue);
        services.AddScoped<PasswordMethod>();
        services.Remove(services.Single(one => one.ImplementationType == typeof(PasswordMethod) && one.ServiceType == typeof(IVerificationMethod)));
        services.AddScoped<IVerificationMethod>(provider => new Counted(provider.GetRequiredService<PasswordMethod>(), _asked));
    }

    [Theory]
    [InlineData("anna", "verify")]
    [InlineData("nobody", "dummy")]
    [InlineData("gone", "dummy")]
    public async Task Every_name_costs_one_hash_and_gets_the_same_answer(string name, string work)      // L13, ENU-01
    {
        await AddAsync();
        var gone = await AddAsync("gone");
        await Get<IUsers>().SetDisabledAsync(gone.Id, true, Token);
        var visitor = Visit();
        await visitor.IdentifyAsync(name);
        Assert.IsType<FlowStep.Password>(await visitor.StepAsync());

        Assert.Equal(new Outcome.Rejected(""), await visitor.PasswordAsync("not the password"));

        Assert.Equal([work], _asked);
        Assert.IsType<FlowStep.Password>(await visitor.StepAsync());
        Assert.Equal(AuditTypes.ProofRejected, (await AuditAsync())[0]);
    }

    [Theory]
    [InlineData("anna")]
    [InlineData("nobody")]
    public async Task When_the_machine_is_busy_nobody_is_told_apart(string name)      // L13, L20
    {
        await AddAsync();
        var visitor = Visit();
        await visitor.IdentifyAsync(name);
        using var release = new ManualResetEventSlim();
        var busy = _queue.RunAsync(() => release.Wait(TimeSpan.FromSeconds(30), Token), Token);

        await Assert.ThrowsAsync<BusyException>(() => visitor.PasswordAsync("not the password"));

        release.Set();
        await busy;
    }

    [Theory]
    [InlineData("anna")]
    [InlineData("nobody")]
    public async Task Strangers_slow_down_by_network_whether_the_name_exists_or_not(string name)      // ENU-07, ENU-18
    {
        await AddAsync();
        var visitor = Visit();
        await visitor.IdentifyAsync(name);
        for (var guess = 0; guess < 10; guess++)
        {
            Assert.IsType<Outcome.Rejected>(await visitor.PasswordAsync("not the password"));
        }

        Assert.IsType<Outcome.Wait>(await visitor.PasswordAsync(GoodPassword));

        var elsewhere = Visit();
        elsewhere.Network = "198.51.100.9";
        await elsewhere.IdentifyAsync(name);
        Assert.IsNotType<Outcome.Wait>(await elsewhere.PasswordAsync(GoodPassword));
    }

    [Fact]
    public async Task A_browser_known_for_the_person_is_not_stopped_by_strangers()      // ENU-07
    {
        var anna = await AddAsync();
        for (var network = 1; network <= 7; network++)
        {
            var stranger = Visit();
            stranger.Network = $"198.51.100.{network}";
            await stranger.IdentifyAsync("anna");
            for (var guess = 0; guess < 9; guess++)
            {
                await stranger.PasswordAsync("not the password");
            }
        }

        var visitor = Visit();
        visitor.Network = "203.0.113.1";
        await visitor.IdentifyAsync("anna");
        Assert.IsType<Outcome.Wait>(await visitor.PasswordAsync(GoodPassword));
        visitor.Known.Add(anna.Id);
        Assert.IsType<Outcome.Done>(await visitor.PasswordAsync(GoodPassword));
    }

    [Theory]
    [InlineData("ANNA")]
    [InlineData(" anna ")]
    [InlineData("anna@example.org")]
    [InlineData("ａｎｎａ")]
    public async Task Every_spelling_counts_for_the_same_person(string spelling)      // L9, ENU-09
    {
        await AddAsync();
        foreach (var name in Enumerable.Repeat("anna", 10))
        {
            var visitor = Visit();
            await visitor.IdentifyAsync(name);
            await visitor.PasswordAsync("not the password");
        }

        var other = Visit();
        await other.IdentifyAsync(spelling);
        Assert.IsType<Outcome.Wait>(await other.PasswordAsync(GoodPassword));
    }

    /// <summary>The real password method; notes which of its two costly calls the host makes.</summary>
    private sealed class Counted(IVerificationMethod password, List<string> asked) : IVerificationMethod
    {
        public MethodInfo Info => password.Info;

        public Task<byte[]> BeginEnrolmentAsync(EnrolmentContext context, CancellationToken cancellationToken) => password.BeginEnrolmentAsync(context, cancellationToken);

        public Task<object> ShowEnrolmentAsync(EnrolmentContext context, byte[] pendingState, CancellationToken cancellationToken) =>
            password.ShowEnrolmentAsync(context, pendingState, cancellationToken);

        public Task<EnrolmentVerdict> FinishEnrolmentAsync(EnrolmentContext context, byte[] pendingState, MethodResponse response, CancellationToken cancellationToken) =>
            password.FinishEnrolmentAsync(context, pendingState, response, cancellationToken);

        public Task<ChallengeOffer> ChallengeAsync(VerificationContext context, MethodResponse request, CancellationToken cancellationToken) =>
            password.ChallengeAsync(context, request, cancellationToken);

        public Task<object> ShowChallengeAsync(VerificationContext context, byte[]? challengeState, CancellationToken cancellationToken) =>
            password.ShowChallengeAsync(context, challengeState, cancellationToken);

        public Task<Verdict> VerifyAsync(
            VerificationContext context, BoundAuthenticator authenticator, byte[] challengeState, MethodResponse response, CancellationToken cancellationToken)
        {
            asked.Add("verify");
            return password.VerifyAsync(context, authenticator, challengeState, response, cancellationToken);
        }

        public Task DummyAsync(MethodResponse response, CancellationToken cancellationToken)
        {
            asked.Add("dummy");
            return password.DummyAsync(response, cancellationToken);
        }
    }
}
