using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using AuthHub.OpenId.Consents;
using AuthHub.OpenId.Tests.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace AuthHub.OpenId.Tests;

/// <summary>JARM: answers that travel signed, and encrypted where that is registered.</summary>
public sealed class SignedResponseTests(ProviderHost host) : IClassFixture<ProviderHost>, IAsyncLifetime
{
    private const string Address = "https://hybrid.example/cb";

    private static readonly RSA Reader = RSA.Create(2048);

    public async ValueTask InitializeAsync()
    {
        await RegisterAsync("signed", "\"authorization_signed_response_alg\": \"ES256\"");
        await RegisterAsync("secret", $"\"authorization_encrypted_response_alg\": \"RSA-OAEP-256\", \"authorization_encrypted_response_enc\": \"A256GCM\", \"jwks\": {{ \"keys\": [{ReaderKey()}] }}");
    }

    [Theory]
    [InlineData("code", "jwt", '?')]
    [InlineData("code", "query.jwt", '?')]
    [InlineData("code", "form_post.jwt", 'p')]
    [InlineData("none", "jwt", '?')]
    [InlineData("id_token", "jwt", '#')]
    [InlineData("code id_token", "fragment.jwt", '#')]
    [InlineData("code id_token", "form_post.jwt", 'p')]
    public async Task An_answer_is_one_signed_parameter(string type, string mode, char way)
    {
        var answer = await OpenAsync(await host.AuthorizeAsync(Asking("signed", type, mode)), way);

        Assert.Equal(ProviderHost.Issuer, answer.GetProperty("iss").GetString());
        Assert.Equal("signed", answer.GetProperty("aud").GetString());
        Assert.Equal(host.Clock.GetUtcNow().ToUnixTimeSeconds() + 300, answer.GetProperty("exp").GetInt64());
        Assert.Equal("af0ifjsldkj", answer.GetProperty("state").GetString());
        Assert.Equal(type.Contains("code", StringComparison.Ordinal), answer.TryGetProperty("code", out _));
        Assert.Equal(type.Contains("id_token", StringComparison.Ordinal), answer.TryGetProperty("id_token", out _));
    }

    [Theory]
    [InlineData("code", "jwt", '?')]
    [InlineData("code", "form_post.jwt", 'p')]
    [InlineData("code id_token", "jwt", '#')]
    [InlineData("token", "fragment.jwt", '#')]
    public async Task An_error_is_signed_too(string type, string mode, char way)
    {
        var request = Asking("signed", type, mode);
        request["prompt"] = "none";

        var answer = await OpenAsync(await host.AuthorizeAsync(request, null), way);

        Assert.Equal(type == "token" ? "unsupported_response_type" : "login_required", answer.GetProperty("error").GetString());
        Assert.Equal("af0ifjsldkj", answer.GetProperty("state").GetString());
        Assert.False(answer.TryGetProperty("code", out _));
    }

    [Fact]
    public async Task A_no_of_the_person_is_signed_too()
    {
        var request = Asking("signed", "code", "jwt");
        request["prompt"] = "consent";
        var page = await host.AuthorizeAsync(request);
        await using var scope = host.Services.CreateAsyncScope();
        var context = new DefaultHttpContext { RequestServices = scope.ServiceProvider };
        var no = await scope.ServiceProvider.GetRequiredService<ConsentRequests>().DenyAsync(page.Location!["/consent?request=".Length..], host.World.SignedIn("alice")!, CancellationToken.None);
        await no!.ExecuteAsync(context);

        var answer = await VerifyAsync(context.Response.Headers.Location.ToString()[(Address + "?response=").Length..], "ES256");
        Assert.Equal("access_denied", answer.GetProperty("error").GetString());
    }

    [Theory]
    [InlineData("helpdesk", "code", "jwt")]
    [InlineData("helpdesk", "code", "query.jwt")]
    [InlineData("signed", "code", "fragment.jwt")]
    [InlineData("signed", "code id_token", "query.jwt")]
    [InlineData("signed", "id_token", "query.jwt")]
    [InlineData("signed", "code", ".jwt")]
    [InlineData("signed", "code", "jwt.jwt")]
    [InlineData("signed", "code", "web_message.jwt")]
    public async Task RED_15_A_signed_mode_is_only_for_who_registered_it(string client, string type, string mode)
    {
        var address = client == "helpdesk" ? "https://rp.example/cb" : Address;
        var answer = await host.AuthorizeAsync(Asking(client, type, mode));

        var parameters = type == "code" ? answer.RedirectTo(address) : answer.FragmentAt(address);
        Assert.Equal("invalid_request", parameters["error"]);
        Assert.DoesNotContain("response", parameters.Keys);
    }

    [Fact]
    public async Task RED_15_A_client_may_narrow_itself_to_one_signed_mode()
    {
        await RegisterAsync("narrow-signed", "\"authorization_signed_response_alg\": \"ES256\", \"response_modes\": [\"query.jwt\"]");

        await OpenAsync(await host.AuthorizeAsync(Asking("narrow-signed", "code", "jwt")), '?');
        Assert.Equal("invalid_request", (await host.AuthorizeAsync(Asking("narrow-signed", "code", "query"))).RedirectTo(Address)["error"]);
        Assert.Equal("invalid_request", (await host.AuthorizeAsync(Asking("narrow-signed", "code", ""))).RedirectTo(Address)["error"]);
        Assert.Equal("invalid_request", (await host.AuthorizeAsync(Asking("narrow-signed", "code id_token", "jwt"))).FragmentAt(Address)["error"]);
    }

    [Fact]
    public async Task An_encrypted_answer_can_be_read_by_its_client_alone()
    {
        var answer = (await host.AuthorizeAsync(Asking("secret", "code", "jwt"))).RedirectTo(Address);

        Assert.Equal(["response"], answer.Keys);
        var parts = answer["response"].Split('.');
        Assert.Equal(5, parts.Length);
        Assert.Equal("JWT", Stories.Part(answer["response"], 0).GetProperty("cty").GetString());
        var claims = await VerifyAsync(Decrypt(parts), "RS256");
        Assert.Equal("af0ifjsldkj", claims.GetProperty("state").GetString());
        Assert.Equal(43, claims.GetProperty("code").GetString()!.Length);

        var request = Asking("secret", "code", "jwt");
        request["prompt"] = "none";
        var error = (await host.AuthorizeAsync(request, null)).RedirectTo(Address)["response"];
        Assert.Equal("login_required", (await VerifyAsync(Decrypt(error.Split('.')), "RS256")).GetProperty("error").GetString());
    }

    [Fact]
    public async Task Without_a_key_to_encrypt_for_nothing_is_sent()
    {
        await RegisterAsync("keyless", $"\"authorization_encrypted_response_alg\": \"ECDH-ES\", \"jwks\": {{ \"keys\": [{ReaderKey()}] }}");

        var answer = await host.AuthorizeAsync(Asking("keyless", "code", "jwt"));

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.Status);
        Assert.Null(answer.Location);
        Assert.StartsWith("text/html", answer.ContentType);
    }

    [Fact]
    public async Task A_signed_answer_is_no_id_token()
    {
        var response = (await host.AuthorizeAsync(Asking("signed", "code", "jwt"))).RedirectTo(Address)["response"];
        var request = Stories.AuthorizationRequest();
        request["id_token_hint"] = response;

        Assert.Equal("invalid_request", (await host.AuthorizeAsync(request)).RedirectTo("https://rp.example/cb")["error"]);
        Assert.Equal(HttpStatusCode.Unauthorized, (await host.UserInfoAsync(response)).Status);
    }

    [Fact]
    public async Task Discovery_tells_the_modes_and_algorithms()
    {
        var document = (await host.GetAsync("/.well-known/openid-configuration")).Json;

        Assert.Equal("""["query","fragment","form_post","query.jwt","fragment.jwt","form_post.jwt","jwt"]""", document.GetProperty("response_modes_supported").GetRawText());
        Assert.Equal("""["code","code id_token","id_token","none"]""", document.GetProperty("response_types_supported").GetRawText());
        Assert.Equal("""["RS256","PS256","ES256"]""", document.GetProperty("authorization_signing_alg_values_supported").GetRawText());
        Assert.True(document.TryGetProperty("authorization_encryption_alg_values_supported", out _));
        Assert.True(document.TryGetProperty("authorization_encryption_enc_values_supported", out _));
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static string ReaderKey()
    {
        var rsa = Reader.ExportParameters(false);
        return $$"""{ "kty": "RSA", "use": "enc", "kid": "reader", "n": "{{Base64Url.EncodeToString(rsa.Modulus)}}", "e": "{{Base64Url.EncodeToString(rsa.Exponent)}}" }""";
    }

    private static string Decrypt(string[] parts)
    {
        var key = Reader.Decrypt(Base64Url.DecodeFromChars(parts[1]), RSAEncryptionPadding.OaepSHA256);
        var ciphertext = Base64Url.DecodeFromChars(parts[3]);
        var plain = new byte[ciphertext.Length];
        using var gcm = new AesGcm(key, 16);
        gcm.Decrypt(Base64Url.DecodeFromChars(parts[2]), ciphertext, Base64Url.DecodeFromChars(parts[4]), plain, Encoding.ASCII.GetBytes(parts[0]));
        return Encoding.ASCII.GetString(plain);
    }

    private static Dictionary<string, string> Asking(string client, string type, string mode)
    {
        var request = Stories.AuthorizationRequest(client == "helpdesk" ? client : "hybrid");
        (request["client_id"], request["response_type"], request["response_mode"]) = (client, type, mode);
        return request;
    }

    private async Task<JsonElement> OpenAsync(Answer answer, char way)
    {
        var parameters = way switch { '?' => answer.RedirectTo(Address), '#' => answer.FragmentAt(Address), _ => answer.PostedTo(Address) };
        Assert.Equal(["response"], parameters.Keys);
        return await VerifyAsync(parameters["response"], "ES256");
    }

    /// <summary>Checked without our own code, with the key of the published set.</summary>
    private async Task<JsonElement> VerifyAsync(string jwt, string algorithm)
    {
        var header = Stories.Part(jwt, 0);
        Assert.Equal(algorithm, header.GetProperty("alg").GetString());
        var key = (await host.GetAsync("/connect/jwks")).Json.GetProperty("keys").EnumerateArray().Single(k => k.GetProperty("kid").GetString() == header.GetProperty("kid").GetString());
        byte[] Member(string name) => Base64Url.DecodeFromChars(key.GetProperty(name).GetString());
        var (input, signature) = (Encoding.ASCII.GetBytes(jwt[..jwt.LastIndexOf('.')]), Base64Url.DecodeFromChars(jwt.Split('.')[2]));
        if (algorithm == "ES256")
        {
            using var ec = ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = new ECPoint { X = Member("x"), Y = Member("y") } });
            Assert.True(ec.VerifyData(input, signature, HashAlgorithmName.SHA256));
        }
        else
        {
            using var rsa = RSA.Create(new RSAParameters { Modulus = Member("n"), Exponent = Member("e") });
            Assert.True(rsa.VerifyData(input, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
        }

        return Stories.Part(jwt, 1);
    }

    private async Task RegisterAsync(string id, string more)
    {
        var exists = false;
        await host.InScopeAsync<Clients.IClients>(async clients => exists = await clients.FindAsync(id, CancellationToken.None) is not null);
        if (!exists)
        {
            await host.RegisterAsync($$"""{ "client_id": "{{id}}", "client_secret": "{{ProviderHost.Secret}}", "first_party": true, "redirect_uris": ["{{Address}}"], "response_types": ["code", "code id_token", "id_token", "none"], {{more}} }""");
        }
    }
}
