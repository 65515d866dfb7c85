using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using AuthHub.Benchmarks.Inside;
using AuthHub.Methods.Password;
using AuthHub.Methods.Totp;
using AuthHub.OpenId.Clients;
using AuthHub.OpenId.Grants;
using AuthHub.SignIn.Authenticators;
using AuthHub.SignIn.Users;
using AuthHub.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AuthHub.Benchmarks.Driving;

/// <summary>Puts people and an app into a server's database through AuthHub's own stores, as a guest on its folder.</summary>
internal static class Population
{
    public const string Password = "four slow lanterns drifting";
    public const string ClientId = "benchmark";
    public const string ClientSecret = "a secret known to the benchmark only";
    public const string RedirectUri = "http://localhost:9/callback";
    public const string Scope = "openid profile email roles";

    private const int Batch = 500;

    /// <summary>Every person's key, so that the driver can play any of their apps.</summary>
    public static byte[] TotpKey { get; } = RandomNumberGenerator.GetBytes(TotpCode.SecretBytes);

    public static string NameOf(int number, bool withTotp) => string.Create(CultureInfo.InvariantCulture, $"{(withTotp ? "totp" : "password")}.{number}");

    public static async Task MakeAsync(Server server, int people, int peopleWithTotp, bool withoutHash)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(Server.Settings(server.Issuer, server.Folder, withoutHash)
            .Select(setting => KeyValuePair.Create(setting.Name.Replace("__", ":", StringComparison.Ordinal), (string?)setting.Value)));
        await using var guest = builder.AddAuthHub().Build();
        await using var scope = guest.Services.CreateAsyncScope();

        await scope.ServiceProvider.GetRequiredService<IClients>().AddAsync(TheClient(), CancellationToken.None);
        var box = scope.ServiceProvider.GetRequiredService<ISecretBox>();
        var users = scope.ServiceProvider.GetRequiredService<IUsers>();

        // One hash serves all: hashing thousands of passwords would take longer than the benchmark.
        var hash = withoutHash
            ? Argon2id.Create(Encoding.UTF8.GetBytes(Password), CheapHash.MemoryKiB, CheapHash.Passes)
            : Argon2id.Create(Encoding.UTF8.GetBytes(Password), 19 * 1024, 2);
        var password = new PasswordState(hash.Text).Write();
        var totp = new TotpState(TotpKey, LastStep: -1).Write();
        var all = Enumerable.Range(0, people).Select(number => (NameOf(number, false), false)).Concat(Enumerable.Range(0, peopleWithTotp).Select(number => (NameOf(number, true), true)));
        foreach (var batch in all.Chunk(Batch))
        {
            await users.AddAsync([.. batch.Select(person => Person(person.Item1, password, person.Item2 ? totp : null, box))], CancellationToken.None);
        }
    }

    private static Client TheClient() => new()
    {
        ClientId = ClientId,
        SecretHash = OpenId.Clients.ClientSecret.Hash(ClientSecret),
        Name = "Benchmark",
        RedirectUris = [RedirectUri],
        GrantTypes = [GrantTypes.AuthorizationCode, GrantTypes.RefreshToken, GrantTypes.ClientCredentials],
        Scopes = [.. Scope.Split(' ')],
        ConsentRequired = false,
        CreatedAt = TimeProvider.System.GetUtcNow(),
    };

    private static NewUser Person(string name, byte[] password, byte[]? totp, ISecretBox box)
    {
        var now = TimeProvider.System.GetUtcNow();
        var user = new User
        {
            Id = Guid.CreateVersion7(now),
            Username = name,
            CanonicalUsername = Identifier.Canonical(name)!,
            Email = name + "@example.org",
            CanonicalEmail = Identifier.Canonical(name + "@example.org"),
            EmailVerified = true,
            DisplayName = "Līga " + name,
            CreatedAt = now,
        };
        return new NewUser(user, totp is null ? [Bound("password", password)] : [Bound("password", password), Bound("totp", totp)]);

        Authenticator Bound(string method, byte[] state)
        {
            var id = Guid.CreateVersion7(now);
            return new Authenticator { Id = id, UserId = user.Id, Method = method, Label = method, SealedState = box.Seal(user.Id, id, state), CreatedAt = now };
        }
    }
}
