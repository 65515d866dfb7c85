using System.Collections.Concurrent;
using System.Security.Cryptography;
using AuthHub.Methods.Password;
using AuthHub.Methods.Sms;
using AuthHub.Methods.Totp;
using AuthHub.OpenId.Clients;
using AuthHub.OpenId.Grants;
using AuthHub.SignIn.Authenticators;
using AuthHub.SignIn.Users;
using Microsoft.Extensions.DependencyInjection;

namespace AuthHub.Web.Tests.Support;

/// <summary>Adds the people and apps of a test's story, through the product's own stores.</summary>
public static class People
{
    private static readonly ConcurrentDictionary<string, PasswordState> Hashes = new();
    private static int count;

    public static async Task<Person> AddPersonAsync(
        this AuthHubHost host, string? username = null, bool password = true, bool totp = false, string? phone = null, string? email = null, string[]? roles = null, string? displayName = null)
    {
        var now = host.Clock.Now;
        var name = username ?? $"person{Interlocked.Increment(ref count)}";
        var user = new User
        {
            Id = Guid.CreateVersion7(now),
            Username = name,
            CanonicalUsername = Identifier.Canonical(name)!,
            Email = email,
            CanonicalEmail = Identifier.Canonical(email),
            EmailVerified = email is not null,
            DisplayName = displayName ?? "Vera Berg",
            Roles = [.. roles ?? []],
            CreatedAt = now,
        };
        var key = totp ? RandomNumberGenerator.GetBytes(TotpCode.SecretBytes) : null;
        List<Authenticator> bound = [];
        const string words = "blue bicycle under the stairs";
        await using var scope = host.Services.CreateAsyncScope();
        var (box, hasher) = (scope.ServiceProvider.GetRequiredService<ISecretBox>(), scope.ServiceProvider.GetRequiredService<PasswordHasher>());
        if (password)
        {
            var hash = Hashes.TryGetValue(words, out var known) ? known : Hashes[words] = await hasher.HashAsync(words, CancellationToken.None);
            bound.Add(Bind(box, user.Id, "password", hash.Write(), now));
        }

        if (key is not null)
        {
            bound.Add(Bind(box, user.Id, "totp", new TotpState(key, -1).Write(), now));
        }

        if (phone is not null)
        {
            bound.Add(Bind(box, user.Id, "sms", new SmsState(phone).Write(), now));
        }

        await scope.ServiceProvider.GetRequiredService<IUsers>().AddAsync([new NewUser(user, bound)], CancellationToken.None);
        return new Person(user, words, key, bound.Find(one => one.Method == "totp")?.Id ?? Guid.Empty, phone, bound.Find(one => one.Method == "sms")?.Id ?? Guid.Empty);
    }

    /// <summary>Binds a security key, or with user verification a platform, to somebody who is there.</summary>
    public static async Task<SoftKey> BindKeyAsync(this AuthHubHost host, Person person, bool verifiesUser = false, bool mayBeCopied = false)
    {
        var key = new SoftKey(host.Address) { VerifiesUser = verifiesUser, MayBeCopied = mayBeCopied };
        var bound = Bind(host.Services.GetRequiredService<ISecretBox>(), person.Id, "webauthn", key.State().Write(), host.Clock.Now);
        Assert.True(await host.WithAsync((IAuthenticators all) => all.AddAsync(bound, 20, CancellationToken.None)));
        key.Id = bound.Id;
        return key;
    }

    public static async Task<App> AddAppAsync(
        this AuthHubHost host, string? demand = null, bool isPublic = false, bool asksConsent = false, string? name = null, Action<Client>? change = null)
    {
        var id = $"app{Interlocked.Increment(ref count)}";
        var app = new App(id, isPublic ? "" : ClientSecret.Generate(), $"https://{id}.example/cb", name ?? $"App {id}");
        var client = new Client
        {
            ClientId = id,
            SecretHash = isPublic ? null : ClientSecret.Hash(app.Secret),
            Name = app.Name,
            RedirectUris = [app.RedirectUri],
            TokenEndpointAuthMethod = isPublic ? ClientAuthenticationMethods.None : ClientAuthenticationMethods.Basic,
            GrantTypes = [GrantTypes.AuthorizationCode, GrantTypes.RefreshToken],
            Scopes = ["openid", "profile", "email", "offline_access", "roles"],
            ConsentRequired = asksConsent,
            Demand = demand,
            CreatedAt = host.Clock.Now,
        };
        change?.Invoke(client);
        await host.WithAsync((IClients clients) => clients.AddAsync(client, CancellationToken.None));
        host.Services.GetRequiredService<ClientCatalog>().Invalidate();
        return app;
    }

    private static Authenticator Bind(ISecretBox box, Guid user, string method, byte[] state, DateTimeOffset now)
    {
        var id = Guid.CreateVersion7(now);
        return new Authenticator { Id = id, UserId = user, Method = method, Label = method, SealedState = box.Seal(user, id, state), CreatedAt = now };
    }
}
