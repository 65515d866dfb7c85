using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using AuthHub.OpenId.Tests.Hosting;
using FsCheck;
using FsCheck.Fluent;

namespace AuthHub.OpenId.Tests;

/// <summary>Whatever comes, however mangled: no 500, no way to an address nobody registered, no access token (issue 3, section 4).</summary>
public sealed class RandomRequestTests(ProviderHost host) : IClassFixture<ProviderHost>, IAsyncLifetime
{
    private const int Rounds = 400;

    private static readonly TestKey Key = new();

    private static readonly Dictionary<string, string[]> Registered = new()
    {
        ["helpdesk"] = ["https://rp.example/cb", "https://rp.example/cb?x=1"],
        ["hybrid"] = ["https://hybrid.example/cb"],
        ["stranger"] = ["https://stranger.example/cb"],
        ["wild"] = ["https://wild.example/cb"],
    };

    private static readonly string[] Names =
    [
        "client_id", "redirect_uri", "response_type", "response_mode", "scope", "state", "nonce", "code_challenge", "code_challenge_method", "prompt", "max_age", "claims",
        "id_token_hint", "acr_values", "ui_locales", "claims_locales", "display", "login_hint", "request", "request_uri", "registration", "resume", "resource", "authorization_details", "iss", "aud", "exp", "nbf", "sub",
    ];

    private static readonly string[] Oddities =
    [
        "", " ", "token", "id_token", "code id_token", "id_token code", "code token", "none", "query", "fragment", "form_post", "jwt", "query.jwt", "fragment.jwt", "form_post.jwt", "web_message",
        "https://evil.example/cb", "https://rp.example@evil.example/", "https://wild.example/cb#x", "https://wild.example/cb/../x", "//evil.example", "javascript:alert(1)", "https://wild.example\\@evil.example/cb",
        "none", "login", "create", "none login", "0", "-1", "1e9", "99999999999999999999", "openid", "openid phone", "\0", "\r\nLocation: https://evil.example", "\ud800", "Ķ🌲", "{}", "[]", "null",
        """{"id_token":{"acr":{"essential":true,"value":"\ud800"}}}""", """{"userinfo":{"sub":{"value":"a\u0000"}}}""", """{"id_token":{"sub":{"values":["alice"]}}}""", "eyJhbGciOiJub25lIn0.e30.", """[{"type":"payment","amount":{"\ud800":1}}]""", """[{"type":"\ud800"}]""", "a.b.c", "a.b.c.d.e",
        "urn:ietf:params:oauth:request_uri:x", "https://127.0.0.1:1/r", "S256", "plain", "wild", "helpdesk", "%", "%zz", "&x=y", "<script>",
    ];

    private static readonly string[] OwnPlaces = ["/connect/authorize?resume=", "/sign-in?request=", "/consent?request="];

    private static readonly Gen<string> Texts = Gen.Frequency(
        (6, Gen.Elements(Oddities)),
        (2, ArbMap.Default.GeneratorFor<string>().Select(text => text ?? "")),
        (1, Gen.Choose(0, 7000).Select(length => new string('x', length))));

    /// <summary>Changes that mean harm, so that they come often enough to be noticed if one of them works.</summary>
    private static readonly Gen<Change> Attacks =
        from attack in Gen.Elements(
            ("redirect_uri", "https://evil.example/cb"), ("redirect_uri", "https://wild.example/cb.evil.example"), ("redirect_uri", "https://rp.example@evil.example/"),
            ("redirect_uri", "//evil.example"), ("response_type", "token"), ("response_type", "code token"), ("response_type", "id_token token"),
            ("claims", "{\"id_token\":{\"\ud800\":null}}"), ("claims", "{\"id_token\":{\"sub\":{\"value\":\"\\u0000\"}}}"))
        select new Change(Kind.Set, attack.Item1, attack.Item2, 0);

    private static readonly Gen<Change> Anything =
        from kind in Gen.Elements(Enum.GetValues<Kind>())
        from name in Gen.Frequency((9, Gen.Elements(Names)), (1, Texts))
        from value in Texts
        from at in Gen.Choose(0, 5000)
        select new Change(kind, name, value, at);

    private static readonly Gen<Change> Changes = Gen.Frequency((3, Anything), (1, Attacks));

    private static readonly Gen<Asking> Askings =
        from client in Gen.Elements(Registered.Keys.ToArray())
        from type in Gen.Elements("code", "code id_token", "id_token", "none")
        from changes in Gen.Choose(0, 4).SelectMany(count => Changes.ListOf(count))
        from person in Gen.Elements<string?>("alice", null)
        select new Asking(client, type, [.. changes], person);

    public enum Kind
    {
        Set,
        Remove,
        Repeat,
        Cut,
        Insert,
    }

    public async ValueTask InitializeAsync()
    {
        var exists = false;
        await host.InScopeAsync<Clients.IClients>(async clients => exists = await clients.FindAsync("wild", CancellationToken.None) is not null);
        if (!exists)
        {
            await host.RegisterAsync($$"""
                { "client_id": "wild", "client_secret": "{{ProviderHost.Secret}}", "first_party": true, "redirect_uris": ["https://wild.example/cb"], "jwks": {{TestKey.Jwks(Key)}},
                  "response_types": ["code", "code id_token", "id_token", "none"], "response_modes": ["query", "fragment", "form_post", "query.jwt", "fragment.jwt", "form_post.jwt", "jwt"] }
                """);
        }
    }

    [Fact]
    public void INP_A_mangled_request_is_harmless_by_address() =>
        Check(asking => SendAsync(new HttpRequestMessage(HttpMethod.Get, "/connect/authorize?" + Mangle(asking)), asking));

    [Fact]
    public void INP_A_mangled_request_is_harmless_by_form() =>
        Check(asking => SendAsync(Post("/connect/authorize", Mangle(asking)), asking));

    [Fact]
    public void INP_A_mangled_request_is_harmless_when_pushed_and_opened() => Check(async asking =>
    {
        var push = Post("/connect/par", Mangle(asking));
        push.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{asking.Client}:{ProviderHost.Secret}")));
        if (await SendAsync(push, asking) is { } name)
        {
            await SendAsync(new HttpRequestMessage(HttpMethod.Get, $"/connect/authorize?client_id={asking.Client}&request_uri={Uri.EscapeDataString(name)}"), asking);
        }
    });

    [Fact]
    public void INP_A_mangled_request_is_harmless_when_signed() => Check(asking =>
    {
        var claims = new JsonObject { ["iss"] = "wild", ["aud"] = ProviderHost.Issuer, ["exp"] = host.Clock.GetUtcNow().ToUnixTimeSeconds() + 300 };
        foreach (var (name, value) in Changed(asking with { Client = "wild" }))
        {
            // Some as texts, some as whatever JSON they are.
            claims[name] = value.Length % 2 == 0 || !TryParse(value, out var node) ? value : node;
        }

        string jwt;
        try
        {
            jwt = Key.Sign(claims);
        }
        catch (Exception unwritable) when (unwritable is ArgumentException or InvalidOperationException)
        {
            // Half a surrogate pair, which the writer of the test cannot write.
            return Task.CompletedTask;
        }

        return SendAsync(Post("/connect/authorize", "client_id=wild&request=" + Corrupt(jwt, asking.Changes.Where(c => c.Kind == Kind.Cut))), asking with { Client = "wild" });
    });

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static void Check(Func<Asking, Task> harmless) =>
        Prop.ForAll(Askings.ToArbitrary(), asking => Wait(harmless(asking))).Check(Config.QuickThrowOnFailure.WithMaxTest(Rounds));

    private static bool Wait(Task task)
    {
        task.GetAwaiter().GetResult();
        return true;
    }

    private static bool TryParse(string text, out JsonNode? node)
    {
        node = null;
        try
        {
            node = JsonNode.Parse(text);
            return true;
        }
        catch (Exception unwritable) when (unwritable is System.Text.Json.JsonException or ArgumentException)
        {
            return false;
        }
    }

    private static Dictionary<string, string> Changed(Asking asking)
    {
        var request = Stories.AuthorizationRequest("hybrid");
        (request["client_id"], request["redirect_uri"], request["response_type"], request["scope"]) = (asking.Client, Registered[asking.Client][0], asking.Type, "openid profile");
        foreach (var change in asking.Changes)
        {
            if (change.Kind == Kind.Set)
            {
                request[change.Name] = change.Value;
            }
            else if (change.Kind == Kind.Remove)
            {
                request.Remove(change.Name);
            }
        }

        return request;
    }

    private static string Mangle(Asking asking)
    {
        var text = Stories.ToQuery(Changed(asking)) + string.Concat(asking.Changes.Where(c => c.Kind == Kind.Repeat).Select(c => $"&{Uri.EscapeDataString(c.Name)}={Uri.EscapeDataString(c.Value)}"));
        return Corrupt(text, asking.Changes.Where(c => c.Kind is Kind.Cut or Kind.Insert));
    }

    private static string Corrupt(string text, IEnumerable<Change> changes)
    {
        var corrupt = new StringBuilder(text);
        foreach (var change in changes)
        {
            var at = change.At % corrupt.Length;
            _ = change.Kind == Kind.Cut ? corrupt.Remove(at, 1) : corrupt.Insert(at, "%&=+[];%c0"[change.At % 10]);
        }

        return corrupt.ToString();
    }

    private static HttpRequestMessage Post(string path, string form) =>
        new(HttpMethod.Post, path) { Content = new StringContent(form, new MediaTypeHeaderValue("application/x-www-form-urlencoded")) };

    /// <summary>Sends it and looks at what comes back, to the end of our own redirects; the name of a pushed request, if that came.</summary>
    private async Task<string?> SendAsync(HttpRequestMessage message, Asking asking, int hops = 0)
    {
        using var request = message;
        if (asking.Person is not null)
        {
            request.Headers.Add(World.PersonHeader, asking.Person);
        }

        using var response = await host.Http.SendAsync(request);
        var answer = await Answer.OfAsync(response);
        ShouldBeHarmless(answer);
        return answer.Location?.StartsWith("/connect/authorize?resume=", StringComparison.Ordinal) == true && hops < 3
            ? await SendAsync(new HttpRequestMessage(HttpMethod.Get, answer.Location), asking, hops + 1)
            : (int)answer.Status == 201 ? answer["request_uri"] : null;
    }

    private static void ShouldBeHarmless(Answer answer)
    {
        var uris = Registered.Values.SelectMany(u => u).ToList();
        Assert.True((int)answer.Status < 500, $"{(int)answer.Status} {answer.Text}");
        Assert.DoesNotContain("access_token", answer.Text + answer.Location, StringComparison.Ordinal);
        Assert.DoesNotContain("token_type", answer.Text + answer.Location, StringComparison.Ordinal);
        if (answer.Text.Contains("<form", StringComparison.Ordinal))
        {
            Assert.Contains(uris, uri => answer.Text.Contains($"action=\"{System.Net.WebUtility.HtmlEncode(uri)}\"", StringComparison.Ordinal));
        }

        if (answer.Location is { } location)
        {
            var ours = Array.Exists(OwnPlaces, place => location.StartsWith(place, StringComparison.Ordinal));
            Assert.True(ours || uris.Exists(uri => location.StartsWith(uri + (uri.Contains('?', StringComparison.Ordinal) ? "&" : "?"), StringComparison.Ordinal) || location.StartsWith(uri + "#", StringComparison.Ordinal)), location);
        }
    }

    public sealed record Change(Kind Kind, string Name, string Value, int At);

    public sealed record Asking(string Client, string Type, Change[] Changes, string? Person)
    {
        public override string ToString() => $"{Client} {Type} as {Person}: {string.Join("; ", Changes.Select(c => $"{c.Kind} {c.Name}={(c.Value.Length > 80 ? c.Value.Length + " long" : c.Value)} at {c.At}"))}";
    }
}
