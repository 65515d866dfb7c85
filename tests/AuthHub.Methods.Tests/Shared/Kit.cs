using AuthHub.SignIn.Authenticators;
using AuthHub.SignIn.Messages;
using AuthHub.SignIn.Methods;
using AuthHub.SignIn.Throttling;
using AuthHub.SignIn.Users;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace AuthHub.Methods.Tests.Shared;

/// <summary>The methods as the host registers them, with a person to try them on.</summary>
internal sealed class Kit : IDisposable
{
    public const string Origin = "https://login.example.org";
    public const string RpId = "login.example.org";

    private readonly ServiceProvider _services;

    public Kit(params (string Key, string Value)[] settings)
    {
        Dictionary<string, string?> values = new()
        {
            ["Methods:webauthn:RpId"] = RpId,
            ["Methods:webauthn:Origins:0"] = Origin,
            ["Methods:sms:Host"] = RpId,
        };
        foreach (var (key, value) in settings)
        {
            values[key] = value;
        }

        Throttle = new MemoryThrottle(Clock);
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(values).Build());
        services.AddLogging();
        services.AddSingleton<TimeProvider>(Clock);
        services.AddSingleton<IThrottle>(Throttle);
        services.AddSingleton<IMessageGateway>(Outbox);
        services.AddSingleton<IAuthenticators>(TakenIds);
        services.AddVerificationMethods();
        _services = services.BuildServiceProvider(validateScopes: false);
    }

    public HandClock Clock { get; } = new();

    public Outbox Outbox { get; } = new();

    public MemoryThrottle Throttle { get; }

    public TakenIds TakenIds { get; } = new();

    public User User { get; } = Person("jana.berzina", "Jāna Bērziņa");

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public IReadOnlyList<IVerificationMethod> Methods => [.. _services.GetServices<IVerificationMethod>()];

    public IVerificationMethod Method(string name) => Methods.Single(method => method.Info.Name == name);

    public EnrolmentContext Enrolling(params BoundAuthenticator[] existing) => new(User, existing, EnrolledBy.Self, "Helpdesk", "192.0.2.7");

    public VerificationContext Verifying(params BoundAuthenticator[] hers) => new(User, hers, "Helpdesk", "192.0.2.7");

    public BoundAuthenticator Bind(string method, EnrolmentVerdict.Enrolled enrolled) => Bind(method, enrolled.State, enrolled.Label);

    public BoundAuthenticator Bind(string method, byte[] state, string label = "Mine") => new(
        new Authenticator
        {
            Id = Guid.CreateVersion7(Clock.Now),
            UserId = User.Id,
            Method = method,
            Label = label,
            SealedState = [],
            CreatedAt = Clock.Now,
        },
        state);

    public static User Person(string username, string name) => new()
    {
        Id = Guid.CreateVersion7(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero)),
        Username = username,
        CanonicalUsername = username,
        Email = username + "@example.org",
        DisplayName = name,
    };

    public static MethodResponse Form(params (string Name, string Value)[] fields) => new(fields.ToDictionary(field => field.Name, field => field.Value));

    public void Dispose() => _services.Dispose();
}
