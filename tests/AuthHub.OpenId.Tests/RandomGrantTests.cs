using System.Net.Http.Headers;
using System.Text;
using AuthHub.OpenId.Tests.Hosting;
using FsCheck;
using FsCheck.Fluent;

namespace AuthHub.OpenId.Tests;

/// <summary>Whatever apps send for an answer on another device or for a token: no 500, and no token for what was not given (issue 3, section 4).</summary>
public sealed class RandomGrantTests(ProviderHost host) : IClassFixture<ProviderHost>
{
    private const int Rounds = 300;

    private static readonly string[] Oddities =
    [
        "", " ", "\0", "\r\n", "\ud800", "Ķ🌲", "{}", "[]", "null", "0", "-1", "99999999999999999999", "a.b.c", "eyJhbGciOiJub25lIn0.e30.", "..", "%", "<script>", "openid", "openid profile", "offline_access", "alice",
        "nobody could be called so", "https://evil.example", "plain", "S256", Stories.Challenge, "urn:ietf:params:oauth:token-type:access_token", "urn:ietf:params:oauth:token-type:jwt", ProviderHost.Issuer,
    ];

    private static readonly Gen<string> Texts = Gen.Frequency(
        (6, Gen.Elements(Oddities)),
        (2, ArbMap.Default.GeneratorFor<string>().Select(text => text ?? "")),
        (1, Gen.Choose(0, 3000).Select(length => new string('x', length))));

    [Theory]
    [InlineData("/connect/device", "printer", "", "client_id scope acr_values code_challenge code_challenge_method request resource")]
    [InlineData("/connect/backchannel", "till", "scope=openid&login_hint=alice", "scope login_hint id_token_hint login_hint_token binding_message client_notification_token requested_expiry acr_values user_code request")]
    [InlineData("/connect/backchannel", "notary", "request=a.b.c", "request scope login_hint client_id")]
    [InlineData("/connect/token", "printer", "grant_type=urn:ietf:params:oauth:grant-type:device_code", "device_code code_verifier scope resource")]
    [InlineData("/connect/token", "till", "grant_type=urn:openid:params:grant-type:ciba", "auth_req_id code_verifier scope")]
    [InlineData("/connect/token", "portal", "grant_type=urn:ietf:params:oauth:grant-type:jwt-bearer", "assertion scope resource")]
    [InlineData("/connect/token", "api", "grant_type=urn:ietf:params:oauth:grant-type:token-exchange&subject_token_type=urn:ietf:params:oauth:token-type:access_token", "subject_token subject_token_type actor_token actor_token_type audience resource scope requested_token_type")]
    public void INP_A_mangled_request_brings_no_token_and_no_fault(string path, string client, string start, string names)
    {
        var change = from name in Gen.Elements(names.Split(' ')) from value in Texts select (name, value);
        var changes = Gen.Choose(0, 5).SelectMany(count => change.ListOf(count));
        Prop.ForAll(changes.ToArbitrary(), all => Wait(SendAsync(path, client, start, all))).Check(Config.QuickThrowOnFailure.WithMaxTest(Rounds));
    }

    private static bool Wait(Task task)
    {
#pragma warning disable xUnit1031 // FsCheck asks for an answer, not for a task.
        task.GetAwaiter().GetResult();
#pragma warning restore xUnit1031
        return true;
    }

    private async Task SendAsync(string path, string client, string start, IEnumerable<(string Name, string Value)> changes)
    {
        var fields = start.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=')).ToDictionary(pair => pair[0], pair => pair[1]);
        foreach (var (name, value) in changes)
        {
            fields[name] = value;
        }

        var body = string.Join('&', fields.Select(field => $"{field.Key}={Escape(field.Value)}"));
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(body, Encoding.UTF8, "application/x-www-form-urlencoded") };
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{client}:{ProviderHost.Secret}")));
        using var response = await host.Http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();

        Assert.True((int)response.StatusCode < 500, $"{(int)response.StatusCode} for {body}");
        Assert.DoesNotContain("access_token", text, StringComparison.Ordinal);
    }

    /// <summary>Half surrogate pairs have no UTF-8; they go as they would from a careless client.</summary>
    private static string Escape(string text) => string.Concat(Encoding.UTF8.GetBytes(text).Select(one => $"%{one:X2}"));
}
