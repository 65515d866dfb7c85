using System.Net;
using AuthHub.OpenId.Audit;
using AuthHub.OpenId.Tests.Hosting;

namespace AuthHub.OpenId.Tests;

/// <summary>Addresses that look like a registered one to some parser, at the authorization endpoint: an error page, never a redirect.</summary>
public sealed class RedirectTests(ProviderHost host) : IClassFixture<ProviderHost>
{
    private const string Web = "https://rp.example/cb";

    [Theory]
    [InlineData("https://rp.example\\@evil.example")]
    [InlineData("https://rp.example\\@evil.example/cb")]
    [InlineData("https://evil.example\\@rp.example/cb")]
    [InlineData("https://rp.example\\.evil.example/cb")]
    [InlineData("https:/\\evil.example/cb")]
    [InlineData("https:\\\\rp.example\\cb")]
    [InlineData("https://rp.example\\cb")]
    [InlineData("https:/evil.example/cb")]
    [InlineData("https:/rp.example/cb")]
    [InlineData("https:rp.example/cb")]
    [InlineData("https:///rp.example/cb")]
    [InlineData("//rp.example/cb")]
    [InlineData("/\\evil.example/cb")]
    [InlineData("\\/\\/evil.example")]
    [InlineData("https://rp.example\t.evil.example/cb")]
    [InlineData("https://rp.example%09.evil.example/cb")]
    [InlineData("https://rp.example/\tcb")]
    [InlineData("ht\ttps://rp.example/cb")]
    [InlineData("https://rp.example/cb\t")]
    [InlineData("https://rp.example/cb\n")]
    [InlineData("https://rp.example/cb\r\n")]
    [InlineData("\nhttps://rp.example/cb")]
    [InlineData(" https://rp.example/cb")]
    [InlineData("https://rp.example/cb ")]
    [InlineData("https://rp.example/c\nb")]
    [InlineData("https://rp.example/cb\r\nSet-Cookie: a=b")]
    [InlineData("https://rp.example/cb%0d%0aSet-Cookie:%20a=b")]
    [InlineData("https://rp.example%0d%0a.evil.example/cb")]
    [InlineData("https://rp.example/cb%0a")]
    [InlineData("https://rp.example/cb%5c")]
    [InlineData("https://rp.example%5c@evil.example/cb")]
    [InlineData("https://rp.example/cb\0")]
    [InlineData("https://rp.example/cb%00")]
    [InlineData("https://rp.example/cb\u000b")]
    [InlineData("https://rp.example/cb\u0085")]
    [InlineData("https://rp.example/cb\u2028")]
    [InlineData("\uFEFFhttps://rp.example/cb")]
    [InlineData("https://rp.example/cb\u200b")]
    [InlineData("https://rp.example/%5c../cb")]
    [InlineData("https://rp.example/./cb")]
    [InlineData("https://rp.example//cb")]
    [InlineData("https://rp.example/c%62")]
    public async Task RED_03_Backslashes_tabs_and_line_breaks_lead_nowhere(string candidate) => await ShouldLeadNowhereAsync("helpdesk", candidate);

    [Theory]
    [InlineData("rp.example.")]
    [InlineData("RP.EXAMPLE")]
    [InlineData("Rp.example")]
    [InlineData("rp.example.evil.example")]
    [InlineData("evil-rp.example")]
    [InlineData("evilrp.example")]
    [InlineData("rp.example:443")]
    [InlineData("rp.example:8443")]
    [InlineData("rp.example:")]
    [InlineData("user@rp.example")]
    [InlineData(":@rp.example")]
    [InlineData("rp.example@evil.example")]
    [InlineData("rp.example%40evil.example")]
    [InlineData("rp.example%2eevil.example")]
    [InlineData("rp%2eexample")]
    [InlineData("rp.example%00.evil.example")]
    [InlineData("rp.example#.evil.example")]
    [InlineData("rp.example?.evil.example")]
    [InlineData("rp.example;.evil.example")]
    [InlineData("rp\u3002example")]
    [InlineData("rp\uFF0Eexample")]
    [InlineData("rp\uFF61example")]
    [InlineData("\uFF52\uFF50.example")]
    [InlineData("r\u0440.example")]
    [InlineData("xn--r-ftb.example")]
    [InlineData("rp.ex\u00ADample")]
    [InlineData("rp.example\u200D")]
    [InlineData("rp.\u2147xample")]
    [InlineData("rp..example")]
    [InlineData(".rp.example")]
    [InlineData("rp_.example")]
    [InlineData("localhost")]
    [InlineData("127.0.0.1")]
    [InlineData("127.0.0.1.evil.example")]
    [InlineData("2130706433")]
    [InlineData("0x7f000001")]
    [InlineData("[::1]")]
    [InlineData("[::ffff:127.0.0.1]")]
    [InlineData("[rp.example]")]
    public async Task RED_05_No_other_spelling_of_a_host_is_the_registered_one(string authority) => await ShouldLeadNowhereAsync("helpdesk", $"https://{authority}/cb");

    [Theory]
    [InlineData("http://localhost/cb")]
    [InlineData("http://localhost:8080/cb")]
    [InlineData("http://LOCALHOST/cb")]
    [InlineData("http://127.0.0.1.evil.example/cb")]
    [InlineData("http://127.0.0.1.:80/cb")]
    [InlineData("http://127.0.0.2/cb")]
    [InlineData("http://127.1/cb")]
    [InlineData("http://127.000.000.001/cb")]
    [InlineData("http://2130706433/cb")]
    [InlineData("http://0x7f.0.0.1/cb")]
    [InlineData("http://0177.0.0.1/cb")]
    [InlineData("http://[::ffff:127.0.0.1]/cb")]
    [InlineData("http://[::ffff:7f00:1]/cb")]
    [InlineData("http://[0:0:0:0:0:0:0:1]/cb")]
    [InlineData("http://[::1%25lo]/cb")]
    [InlineData("http://[::1]evil.example/cb")]
    [InlineData("http://127.0.0.1:0/cb")]
    [InlineData("http://127.0.0.1:65536/cb")]
    [InlineData("http://127.0.0.1:080/cb")]
    [InlineData("http://127.0.0.1:+80/cb")]
    [InlineData("http://127.0.0.1:8 0/cb")]
    [InlineData("http://127.0.0.1:\uFF11\uFF12/cb")]
    [InlineData("http://127.0.0.1:/cb")]
    [InlineData("http://127.0.0.1:80@evil.example/cb")]
    [InlineData("http://127.0.0.1:80\\@evil.example/cb")]
    [InlineData("http://127.0.0.1@evil.example/cb")]
    [InlineData("http://user@127.0.0.1/cb")]
    [InlineData("https://127.0.0.1/cb")]
    [InlineData("HTTP://127.0.0.1/cb")]
    [InlineData("http://127.0.0.1:80/CB")]
    [InlineData("http://127.0.0.1:80/cb/")]
    [InlineData("http://127.0.0.1:80/cb?x=1")]
    [InlineData("http://127.0.0.1:80/cb#")]
    [InlineData("com.example.app://cb")]
    [InlineData("com.example.app:cb")]
    [InlineData("com.example.app:/CB")]
    [InlineData("COM.example.app:/cb")]
    [InlineData("com.example.app.evil:/cb")]
    [InlineData("com.example.app:/cb:80")]
    public async Task RED_05_A_native_app_is_on_this_machine_by_its_literal_address_only(string candidate) => await ShouldLeadNowhereAsync("phone", candidate);

    [Theory]
    [InlineData("http://127.0.0.1/cb")]
    [InlineData("http://127.0.0.1:1/cb")]
    [InlineData("http://127.0.0.1:65535/cb")]
    [InlineData("http://[::1]:51004/cb")]
    [InlineData("com.example.app:/cb")]
    public async Task RED_05_And_any_port_of_it_is_good(string candidate)
    {
        var request = Stories.AuthorizationRequest("phone");
        request["redirect_uri"] = candidate;

        var answer = await host.AuthorizeAsync(request);
        answer = answer.Location?.StartsWith("/consent", StringComparison.Ordinal) == true ? await host.GetAsync(await host.ConsentAsync(answer, "alice"), "alice") : answer;

        Assert.Contains("code", answer.RedirectTo(candidate).Keys);
    }

    [Theory]
    [InlineData("payloadsallthethings/open-redirect-payloads.txt")]
    [InlineData("payloadsallthethings/openredirects.txt")]
    [InlineData("payloadsallthethings/open_redirect_wordlist.txt")]
    [InlineData("payloadsallthethings/crlfinjection.txt")]
    public async Task RED_03_No_payload_of_the_lists_leads_anywhere(string list)
    {
        // As they are, with our hosts in them, and behind what is registered.
        var lines = SharedVectors.Lines(list);
        Assert.NotEmpty(lines);
        var ours = lines.Select(line => line.Replace("www.whitelisteddomain.tld", "rp.example", StringComparison.Ordinal).Replace("google.com", "evil.example", StringComparison.Ordinal).Replace("example.com", "rp.example", StringComparison.Ordinal));
        await ShouldAllLeadNowhereAsync(lines.Concat(ours).Concat(lines.Select(line => Web + line)).Concat(lines.Select(line => "https://rp.example" + line)));
    }

    [Theory]
    [InlineData("wpt/urltestdata.json")]
    [InlineData("wpt/ada_extra_urltestdata.json")]
    public async Task RED_03_RED_05_No_address_of_the_URL_standards_tests_leads_anywhere(string list)
    {
        var texts = SharedVectors.Texts(list, "input", "base", "href");
        Assert.NotEmpty(texts);
        await ShouldAllLeadNowhereAsync(texts.Concat(texts.Select(text => text.Replace("example.org", "rp.example", StringComparison.Ordinal).Replace("example.com", "rp.example", StringComparison.Ordinal))));
    }

    [Theory]
    [InlineData("wpt/toascii.json")]
    [InlineData("wpt/IdnaTestV2.json")]
    public async Task RED_05_No_host_of_the_IDNA_tests_leads_anywhere(string list)
    {
        var texts = SharedVectors.Texts(list, "input", "output");
        Assert.NotEmpty(texts);
        await ShouldAllLeadNowhereAsync(texts.Select(text => $"https://{text}/cb").Concat(texts.Take(400).Select(text => $"https://rp.example{text}/cb")));
    }

    [Theory]
    [InlineData("token")]
    [InlineData("id_token")]
    [InlineData("id_token token")]
    [InlineData("token id_token")]
    [InlineData("code token")]
    [InlineData("code id_token")]
    [InlineData("code id_token token")]
    [InlineData("token code")]
    [InlineData("none")]
    [InlineData("code none")]
    [InlineData("code code")]
    [InlineData("CODE")]
    [InlineData("Code")]
    [InlineData("code ")]
    [InlineData(" code")]
    [InlineData("code\t")]
    [InlineData("code,token")]
    [InlineData("code+token")]
    [InlineData("code\u00A0token")]
    [InlineData("code;token")]
    [InlineData("c\u043Ede")]
    [InlineData("")]
    [InlineData(null)]
    public async Task RED_16_An_app_gets_no_response_type_but_its_own(string? type)
    {
        var issued = CodesIssued();
        foreach (var mode in (string?[])[null, "query", "form_post", "fragment"])
        {
            var request = Stories.AuthorizationRequest();
            request.Remove("response_type");
            if (type is not null)
            {
                request["response_type"] = type;
            }

            if (mode is not null)
            {
                request["response_mode"] = mode;
            }

            var answer = await host.AuthorizeAsync(request);

            // The error travels where the answer would (Multiple Response Type Encoding Practices section 2.1), without anything of value.
            var parameters = mode == "form_post" ? answer.Text : answer.Location![Web.Length..];
            Assert.Matches("error(=|\" value=\")(invalid_request|unauthorized_client|unsupported_response_type)", parameters);
            Assert.DoesNotMatch("[?&#](code|access_token|id_token|token)=|name=\"(code|access_token|id_token|token)\"", parameters);
            Assert.Contains("af0ifjsldkj", parameters, StringComparison.Ordinal);
            if (mode is null && type?.Split(' ').Contains("token") == true)
            {
                Assert.Contains("unsupported_response_type", parameters, StringComparison.Ordinal);
            }
        }

        Assert.Equal(issued, CodesIssued());
    }

    [Fact]
    public async Task RED_16_Neither_does_a_second_response_type_count()
    {
        var query = Stories.ToQuery(Stories.AuthorizationRequest());
        foreach (var more in (string[])["&response_type=token", "&response_type=code", "&response_type[]=token"])
        {
            var answer = (await host.GetAsync($"/connect/authorize?{query}{more}", "alice")).RedirectTo(Web);
            Assert.True(more.Contains('[') ? answer.ContainsKey("code") : answer["error"] == "invalid_request");
            Assert.DoesNotContain("access_token", answer.Keys);
        }
    }

    private int CodesIssued() => host.World.Records.Count(record => record.Type == ProtocolAuditTypes.CodeIssued);

    private async Task ShouldAllLeadNowhereAsync(IEnumerable<string> candidates)
    {
        string[] registered = [Web, "https://rp.example/cb?x=1"];
        foreach (var candidate in candidates.Except(registered).Distinct())
        {
            await ShouldLeadNowhereAsync("helpdesk", candidate);
            await ShouldLeadNowhereAsync("phone", candidate);
        }
    }

    private async Task ShouldLeadNowhereAsync(string client, string candidate)
    {
        var issued = CodesIssued();
        var request = Stories.AuthorizationRequest(client);
        request.Remove("redirect_uri");
        var others = Stories.ToQuery(request);

        // Encoded as an app would; and as typed, where that is a query at all.
        List<string> spellings = [Uri.EscapeDataString(candidate)];
        if (candidate.All(c => c is > ' ' and <= '~' and not '&' and not '#' and not '+') && !candidate.Contains('%', StringComparison.Ordinal))
        {
            spellings.Add(candidate);
        }

        foreach (var spelling in spellings)
        {
            var answer = await host.GetAsync($"/connect/authorize?{others}&redirect_uri={spelling}", "alice");
            Assert.True(answer is { Status: HttpStatusCode.BadRequest or HttpStatusCode.RequestUriTooLong, Location: null }, $"{candidate} led to {(int)answer.Status} {answer.Location}");
            Assert.DoesNotContain("evil.example", answer.Text, StringComparison.OrdinalIgnoreCase);
        }

        Assert.Equal(issued, CodesIssued());
    }
}
