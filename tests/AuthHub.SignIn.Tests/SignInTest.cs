using System.Runtime.Versioning;
using AuthHub.Flows;
using AuthHub.Methods;
using AuthHub.Methods.Password;
using AuthHub.SignIn.Audit;
using AuthHub.SignIn.Authenticators;
using AuthHub.SignIn.Methods;
using AuthHub.SignIn.Runs;
using AuthHub.SignIn.Tests.ExampleMethod;
using AuthHub.SignIn.Users;
using AuthHub.Storage;
using AuthHub.Storage.PostgreSql;
using AuthHub.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

[assembly: SupportedOSPlatform("linux")]

namespace AuthHub.SignIn.Tests;

/// <summary>The sign-in half as the host registers it, on a database of its own, with all methods and the example.</summary>
public abstract class SignInTest : IAsyncLifetime
{
    protected const string GoodPassword = "seven quiet lamps over Riga";

    private readonly List<AsyncServiceScope> _scopes = [];
    private TestDatabase _database = null!;

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    protected AdjustableClock Clock { get; } = new();

    protected ServiceProvider Services { get; private set; } = null!;

    /// <summary>Settings beyond the defaults.</summary>
    protected virtual IEnumerable<KeyValuePair<string, string?>> Settings => [];

    protected virtual void Configure(IServiceCollection services)
    {
    }

    public async ValueTask InitializeAsync()
    {
        _database = await PostgreSqlFixture.NewDatabaseAsync();
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(
        [
            new("ConnectionStrings:AuthHub", _database.ConnectionString),
            new("Storage:MasterKey", Convert.ToBase64String(new byte[32])),
            new("Methods:webauthn:RpId", "login.example.org"),
            new("Methods:webauthn:Origins:0", "https://login.example.org"),
            .. Settings,
        ]).Build();
        var services = new ServiceCollection()
            .AddLogging()
            .AddSingleton<IConfiguration>(configuration)
            .AddSingleton<TimeProvider>(Clock)
            .AddSignIn()
            .AddVerificationMethods()
            .AddMethod<WordListMethod, WordListSettings>("words")
            .AddSignInStores()
            .AddPostgreSql(configuration);
        Configure(services);
        Services = services.BuildServiceProvider(validateScopes: true);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var scope in _scopes)
        {
            await scope.DisposeAsync();
        }

        await Services.DisposeAsync();
        await _database.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Something of a new request.</summary>
    protected T Get<T>()
        where T : notnull
    {
        var scope = Services.CreateAsyncScope();
        lock (_scopes)
        {
            _scopes.Add(scope);
        }

        return scope.ServiceProvider.GetRequiredService<T>();
    }

    /// <summary>A person with a password, and with a word list <c>w1</c> to <c>w9</c> where wanted.</summary>
    private protected async Task<User> AddAsync(string username = "anna", bool words = true, params string[] roles)
    {
        var now = Clock.Now;
        var user = new User
        {
            Id = Guid.CreateVersion7(now),
            Username = username,
            CanonicalUsername = Identifier.Canonical(username)!,
            Email = username + "@example.org",
            CanonicalEmail = username + "@example.org",
            DisplayName = "Anna Bērziņa",
            Roles = [.. roles],
            CreatedAt = now,
        };
        var password = await Get<PasswordHasher>().HashAsync(GoodPassword, Token);
        var bound = new List<Authenticator> { Bind(user, Flow.Password, password.Write()) };
        if (words)
        {
            bound.Add(Bind(user, "words", """["w1","w2","w3","w4","w5","w6","w7","w8","w9"]"""u8.ToArray()));
        }

        await Get<IUsers>().AddAsync([new NewUser(user, bound)], Token);
        return user;
    }

    private protected Authenticator Bind(User user, string method, byte[] state)
    {
        var id = Guid.CreateVersion7(Clock.Now);
        return new Authenticator
        {
            Id = id,
            UserId = user.Id,
            Method = method,
            Label = method,
            SealedState = Get<ISecretBox>().Seal(user.Id, id, state),
            CreatedAt = Clock.Now,
        };
    }

    private protected async Task<Authenticator> BoundAsync(User user, string method) =>
        (await Get<IAuthenticators>().OfAsync(user.Id, Token)).Single(one => one.Method == method);

    private protected Visitor Visit(Demand? demand = null, Visitor? sameBrowserAs = null, Guid? session = null) =>
        new Visitor(Services, Clock, sameBrowserAs).Begin(demand ?? Demand.Nothing, session);

    /// <summary>A browser that has typed name and password and is asked for a word.</summary>
    private protected async Task<Visitor> VisitAsync(string username, Demand? demand = null, Visitor? sameBrowserAs = null)
    {
        var visitor = Visit(demand, sameBrowserAs);
        await visitor.IdentifyAsync(username);
        Assert.IsType<Outcome.Done>(await visitor.PasswordAsync(GoodPassword));
        return visitor;
    }

    /// <summary>A browser signed in with password and word.</summary>
    private protected async Task<Visitor> SignInAsync(string username, string word = "w1")
    {
        var visitor = await VisitAsync(username);
        await visitor.ShowAsync("words");
        Assert.IsType<Outcome.Done>(await visitor.AnswerAsync("words", word));
        Assert.NotNull(await visitor.PassAsync());
        return visitor;
    }

    private protected async Task<IReadOnlyList<string>> AuditAsync(Guid? subject = null) =>
        [.. (await Get<IAudit>().ReadAsync(new AuditFilter(Subject: subject), 0, 200, Token)).Select(one => one.Type)];
}
