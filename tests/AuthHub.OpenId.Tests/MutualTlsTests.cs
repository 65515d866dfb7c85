using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using AuthHub.OpenId.MutualTls;
using AuthHub.OpenId.Tests.Hosting;

namespace AuthHub.OpenId.Tests;

public sealed class MutualTlsTests(ProviderHost host) : IClassFixture<ProviderHost>
{
    private static int _clients;

    [Theory]
    [InlineData("tls_client_auth_subject_dn", "CN=batch,OU=Ops \\\\+ more,O=Example\\\\, Ltd,C=LV")]
    [InlineData("tls_client_auth_subject_dn", "2.5.4.3=batch, ou=Ops \\\\2B more , O=Example\\\\2c Ltd,C=LV")]
    [InlineData("tls_client_auth_san_dns", "Batch.example.org")]
    [InlineData("tls_client_auth_san_uri", "urn:example:batch")]
    [InlineData("tls_client_auth_san_ip", "10.1.2.3")]
    [InlineData("tls_client_auth_san_ip", "2001:db8:0:0::1")]
    [InlineData("tls_client_auth_san_email", "batch@example.org")]
    public async Task A_client_proves_itself_by_the_subject_of_its_certificate(string member, string value)
    {
        var id = await RegisterAsync("tls_client_auth", $"\"{member}\": \"{value}\"");

        Assert.Equal(HttpStatusCode.OK, (await SendAsync(id, Batch())).Status);
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(id, Batch(), "/connect/introspect", "x")).Status);
    }

    [Theory]
    [InlineData("tls_client_auth_subject_dn", "CN=batch,O=Example\\\\, Ltd,C=LV")]
    [InlineData("tls_client_auth_subject_dn", "C=LV,O=Example\\\\, Ltd,OU=Ops \\\\+ more,CN=batch")]
    [InlineData("tls_client_auth_subject_dn", "CN=Batch,OU=Ops \\\\+ more,O=Example\\\\, Ltd,C=LV")]
    [InlineData("tls_client_auth_san_dns", "example.org")]
    [InlineData("tls_client_auth_san_dns", "*.example.org")]
    [InlineData("tls_client_auth_san_uri", "urn:example")]
    [InlineData("tls_client_auth_san_ip", "10.1.2.4")]
    [InlineData("tls_client_auth_san_email", "BATCH@example.org")]
    public async Task CLI_16_Another_subject_proves_nothing(string member, string value)
    {
        var id = await RegisterAsync("tls_client_auth", $"\"{member}\": \"{value}\"");

        Refused(await SendAsync(id, Batch()));
    }

    [Fact]
    public async Task CLI_16_A_trusted_authority_must_vouch_for_the_certificate()
    {
        var id = await RegisterAsync("tls_client_auth", "\"tls_client_auth_subject_dn\": \"CN=batch\"");
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(id, host.Authority.Issue("CN=batch"))).Status);

        using var elsewhere = new OwnAuthority();
        Refused(await SendAsync(id, elsewhere.Issue("CN=batch")));
        Refused(await SendAsync(id, OwnAuthority.SelfSigned("CN=batch")));
        Refused(await SendAsync(id, host.Authority.Issue("CN=batch", end: host.Clock.GetUtcNow().AddDays(-1))));
        Refused(await SendAsync(id, host.Authority.Issue("CN=batch", usage: "1.3.6.1.5.5.7.3.1")));
        Refused(await SendAsync(id, null));
    }

    [Fact]
    public async Task A_chain_that_was_good_ends_with_the_certificate()
    {
        var id = await RegisterAsync("tls_client_auth", "\"tls_client_auth_subject_dn\": \"CN=short\"");
        var certificate = host.Authority.Issue("CN=short", end: host.Clock.GetUtcNow().AddMinutes(2));
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(id, certificate)).Status);

        host.Clock.Advance(TimeSpan.FromMinutes(3));
        Refused(await SendAsync(id, certificate));
    }

    [Fact]
    public async Task A_client_proves_itself_by_a_certificate_it_registered_itself()
    {
        var certificate = OwnAuthority.SelfSigned("CN=anything");
        var id = await RegisterAsync("self_signed_tls_client_auth", "\"jwks\": " + Jwks(certificate));

        Assert.Equal(HttpStatusCode.OK, (await SendAsync(id, certificate)).Status);

        Refused(await SendAsync(id, OwnAuthority.SelfSigned("CN=anything")));
        Refused(await SendAsync(id, host.Authority.Issue("CN=anything")));
        Refused(await SendAsync(id, null));
        var old = OwnAuthority.SelfSigned("CN=old", end: host.Clock.GetUtcNow().AddDays(-1));
        Refused(await SendAsync(await RegisterAsync("self_signed_tls_client_auth", "\"jwks\": " + Jwks(old)), old));
    }

    [Fact]
    public async Task CLI_02_A_certificate_does_not_replace_another_method()
    {
        var certificate = Batch();
        Refused(await SendAsync("machine", certificate));
        var id = await RegisterAsync("tls_client_auth", "\"tls_client_auth_san_dns\": \"batch.example.org\"");
        var both = Exchange(id, certificate);
        both.Form["client_secret"] = "x";
        Refused(await both.SendAsync());
        var basic = Exchange(id, certificate);
        basic.BasicId = id;
        Refused(await basic.SendAsync());
    }

    [Fact]
    public async Task CLI_16_A_certificate_in_a_header_counts_from_the_named_proxy_only()
    {
        var id = await RegisterAsync("tls_client_auth", "\"tls_client_auth_san_dns\": \"batch.example.org\"");
        using var proxy = host.From(ProviderHost.Proxy);
        using var stranger = host.From("127.0.0.3");
        var der = Convert.ToBase64String(Batch().RawData);
        foreach (var value in new[] { Uri.EscapeDataString(Batch().ExportCertificatePem()), der, $":{der}:" })
        {
            Assert.Equal(HttpStatusCode.OK, (await SendAsync(id, proxy, value)).Status);
            Refused(await SendAsync(id, stranger, value));
            Refused(await SendAsync(id, host.Http, value));

            // The proxy's own certificate, and the header on the port that asks for certificates, are not the client's either.
            using var direct = host.WithCertificate(null);
            Refused(await SendAsync(id, direct, value));
        }

        foreach (var bad in new[] { "", "x", "-----BEGIN", ":x:", "::", der[..^8], Convert.ToBase64String(OwnAuthority.SelfSigned("CN=x").RawData), new string('A', 20_000) })
        {
            Refused(await SendAsync(id, proxy, bad));
        }

        var twice = Exchange(id, null);
        twice.Over = proxy;
        twice.Headers.Add((ProviderHost.CertificateHeader, der));
        twice.Headers.Add((ProviderHost.CertificateHeader, der));
        Refused(await twice.SendAsync());
    }

    [Fact]
    public async Task Discovery_tells_where_to_go_with_a_certificate()
    {
        var document = (await host.GetAsync("/.well-known/openid-configuration")).Json;

        Assert.StartsWith("https://id.example.org:", document.GetProperty("mtls_endpoint_aliases").GetProperty("token_endpoint").GetString());
        var methods = document.GetProperty("token_endpoint_auth_methods_supported").EnumerateArray().Select(m => m.GetString()).ToList();
        Assert.Contains("tls_client_auth", methods);
        Assert.Contains("self_signed_tls_client_auth", methods);
        Assert.True(document.GetProperty("tls_client_certificate_bound_access_tokens").GetBoolean());
    }

    [Theory]
    [InlineData("tls_client_auth", "\"contacts\": []")]
    [InlineData("tls_client_auth", "\"tls_client_auth_san_dns\": \"a\", \"tls_client_auth_san_ip\": \"10.0.0.1\"")]
    [InlineData("tls_client_auth", "\"tls_client_auth_san_ip\": \"10.0.0.x\"")]
    [InlineData("tls_client_auth", "\"tls_client_auth_subject_dn\": \"batch\"")]
    [InlineData("tls_client_auth", "\"tls_client_auth_subject_dn\": \"CN=\"")]
    [InlineData("tls_client_auth", "\"tls_client_auth_subject_dn\": \"CN=a+OU=b\"")]
    [InlineData("tls_client_auth", "\"tls_client_auth_subject_dn\": \"CN=a,\"")]
    [InlineData("self_signed_tls_client_auth", "\"contacts\": []")]
    [InlineData("client_secret_basic", "\"tls_client_auth_san_dns\": \"a\"")]
    public async Task What_cannot_work_is_not_registered(string method, string members) =>
        await Assert.ThrowsAsync<InvalidOperationException>(() => RegisterAsync(method, members));

    [Theory]
    [InlineData("CN=a b", "a b")]
    [InlineData("CN=\\ a\\ ", " a ")]
    [InlineData("CN= a ", "a")]
    [InlineData("CN=J\\C4\\81nis", "Jānis")]
    [InlineData("CN=Jānis \\\"x\\\"", "Jānis \"x\"")]
    [InlineData("CN=a=b", "a=b")]
    [InlineData("CN=😀", "😀")]
    public void A_name_is_read_as_RFC_4514_writes_it(string text, string value) => Assert.Equal([("2.5.4.3", value)], DistinguishedName.Read(text)!);

    private static void Refused(Answer answer) => answer.ShouldBeRefusedWith("invalid_client", HttpStatusCode.Unauthorized);

    private static string Jwks(X509Certificate2 certificate)
    {
        using var key = certificate.GetECDsaPublicKey()!;
        var point = key.ExportParameters(false).Q;
        return new JsonObject
        {
            ["keys"] = new JsonArray(new JsonObject
            {
                ["kty"] = "EC",
                ["crv"] = "P-256",
                ["x"] = System.Buffers.Text.Base64Url.EncodeToString(point.X),
                ["y"] = System.Buffers.Text.Base64Url.EncodeToString(point.Y),
                ["x5c"] = new JsonArray(Convert.ToBase64String(certificate.RawData)),
            }),
        }.ToJsonString();
    }

    private X509Certificate2 Batch() => host.Authority.Issue(Name(), names =>
    {
        names.AddDnsName("batch.example.org");
        names.AddUri(new Uri("urn:example:batch"));
        names.AddIpAddress(IPAddress.Parse("10.1.2.3"));
        names.AddIpAddress(IPAddress.Parse("2001:db8::1"));
        names.AddEmailAddress("batch@example.org");
    });

    /// <summary>As .NET writes it.</summary>
    private static string Name() => "CN=batch, OU=\"Ops + more\", O=\"Example, Ltd\", C=LV";

    private async Task<string> RegisterAsync(string method, string members)
    {
        var id = "tls" + Interlocked.Increment(ref _clients);
        await host.RegisterAsync($$"""{ "client_id": "{{id}}", "token_endpoint_auth_method": "{{method}}", "grant_types": ["client_credentials"], "scope": "x", {{members}} }""");
        return id;
    }

    private Exchange Exchange(string id, X509Certificate2? certificate, string path = "/connect/token") =>
        new(host, path, null) { Over = host.WithCertificate(certificate), Form = { ["client_id"] = id, ["grant_type"] = "client_credentials" } };

    private Task<Answer> SendAsync(string id, X509Certificate2? certificate, string path = "/connect/token", string? token = null)
    {
        var exchange = Exchange(id, certificate, path);
        if (token is not null)
        {
            exchange.Form["token"] = token;
        }

        return exchange.SendAsync();
    }

    private Task<Answer> SendAsync(string id, HttpClient over, string header)
    {
        var exchange = Exchange(id, null);
        exchange.Over = over;
        exchange.Headers.Add((ProviderHost.CertificateHeader, header));
        return exchange.SendAsync();
    }
}
