using System.Text.RegularExpressions;
using AuthHub.Methods.Password;
using AuthHub.Methods.Shared;
using AuthHub.Methods.Sms;
using AuthHub.Methods.Totp;
using AuthHub.Methods.WebAuthn;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AuthHub.Methods.Tests.Shared;

/// <summary>The partial pages, rendered by a real server as the host renders them.</summary>
public sealed partial class PageTests : IAsyncLifetime
{
    private readonly HttpClient _http = new();
    private WebApplication _server = null!;
    private (string View, object Model, string? Error, string? Field) _page;

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddControllersWithViews().AddApplicationPart(typeof(MethodServices).Assembly);
        builder.Services.AddVerificationMethods();
        builder.Configuration["Methods:webauthn:RpId"] = Kit.RpId;
        builder.Configuration["Methods:webauthn:Origins:0"] = Kit.Origin;
        _server = builder.Build();
        _server.MapGet("/", ShowAsync);
        await _server.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _server.DisposeAsync();
    }

    public static TheoryData<string> Pages => ["password", "new password", "app", "app set-up", "key", "key set-up", "sms", "sms asked", "sms several", "sms set-up", "sms code"];

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Every_page_renders_with_labels_and_without_inline_script_or_style(string name)
    {
        var (view, model, field) = Page(name);
        foreach (var error in new[] { null, "Say <what> is wrong" })
        {
            var html = await RenderAsync(view, model, error, field);
            Assert.DoesNotContain(" style=", html, StringComparison.Ordinal);
            Assert.DoesNotMatch(" on[a-z]+=", html);
            Assert.DoesNotMatch("<script(?![^>]*src=\"/assets/)", html);
            Assert.Equal(error is not null, html.Contains("Say &lt;what&gt; is wrong", StringComparison.Ordinal));
            Assert.Contains("<button", html, StringComparison.Ordinal);
            foreach (Match described in Described().Matches(html))
            {
                Assert.All(described.Groups[1].Value.Split(' ', StringSplitOptions.RemoveEmptyEntries), id => Assert.Contains($"id=\"{id}\"", html, StringComparison.Ordinal));
            }

            foreach (Match input in Inputs().Matches(html).Where(input => !input.Value.Contains("type=\"hidden\"", StringComparison.Ordinal) && !input.Value.Contains("aria-hidden", StringComparison.Ordinal)))
            {
                var id = Regex.Match(input.Value, " id=\"([^\"]+)\"").Groups[1].Value;
                Assert.True(html.Contains($"for=\"{id}\"", StringComparison.Ordinal) || input.Value.Contains("aria-label=", StringComparison.Ordinal), input.Value);
            }
        }
    }

    [Fact]
    public async Task The_words_people_look_for_are_there()
    {
        Assert.Contains(">Authentication code<", await ShowAsync("app"), StringComparison.Ordinal);
        var setUp = await ShowAsync("app set-up");
        foreach (var words in new[] { "Scan QR Code", "Google Authenticator", "Microsoft Authenticator", "Twilio Authy", "every 30 seconds", "role=\"img\"", "data-copy=\"ABCDEFGH\"" })
        {
            Assert.Contains(words, setUp, StringComparison.Ordinal);
        }

        Assert.Contains("SMS text challenge", await ShowAsync("sms asked"), StringComparison.Ordinal);
        Assert.Contains(">Mobile phone number<", await ShowAsync("sms set-up"), StringComparison.Ordinal);
        Assert.Contains(">Add<", await ShowAsync("sms set-up"), StringComparison.Ordinal);
        Assert.Contains(">Text message challenge code<", await ShowAsync("sms code"), StringComparison.Ordinal);
        Assert.Contains(">Finalise<", await ShowAsync("sms code"), StringComparison.Ordinal);
        Assert.Contains("Blue &lt;key&gt;", await ShowAsync("key"), StringComparison.Ordinal);
        Assert.Contains("data-credential=\"AQID\"", await ShowAsync("key"), StringComparison.Ordinal);
    }

    [Fact]
    public void Scripts_are_in_the_assembly()
    {
        Assert.Equal(["sms.js", "webauthn.js"], MethodAssets.Names.Order());
        using var script = MethodAssets.Open("webauthn.js");
        Assert.NotNull(script);
        Assert.Null(MethodAssets.Open("../webauthn.js"));
    }

    private static (string View, object Model, string Field) Page(string name)
    {
        var phone = new SmsPhone(Guid.Empty, "+371 ••••••56");
        return name switch
        {
            "password" => ("/Password/Verify.cshtml", new PasswordChallenge("jana"), "password"),
            "new password" => ("/Password/Enrol.cshtml", new PasswordEnrolment("jana", "At least"), "confirm-password"),
            "app" => (CodeField.View, new CodeField("Authentication code") { Hint = "Look" }, "code"),
            "app set-up" => ("/Totp/Enrol.cshtml", new TotpEnrolment(QrSvg.Draw("otpauth://x", "QR"), "ABCDEFGH", "otpauth://x"), "code"),
            "key" => ("/WebAuthn/Verify.cshtml", new WebAuthnChallenge("{\"a\":\"<\\\"\"}", [new WebAuthnDevice("AQID", "Blue <key>", WebAuthnKind.SecurityKey)]), "credential"),
            "key set-up" => ("/WebAuthn/Enrol.cshtml", new WebAuthnEnrolment("{}", "{}", true), "label"),
            "sms" => ("/Sms/Verify.cshtml", new SmsChallenge([phone], null, [3, 3, 3], 30), "code"),
            "sms asked" => ("/Sms/Verify.cshtml", new SmsChallenge([phone], phone, [3, 3, 3], 30), "code"),
            "sms several" => ("/Sms/Verify.cshtml", new SmsChallenge([phone, phone], null, [3, 3, 3], 30), "code"),
            "sms set-up" => ("/Sms/Enrol.cshtml", new SmsEnrolment(null, 9, 30), "number"),
            _ => ("/Sms/Enrol.cshtml", new SmsEnrolment("+371 ••••••56", 9, 30), "code"),
        };
    }

    private Task<string> ShowAsync(string name) => RenderAsync(Page(name).View, Page(name).Model, null, null);

    private async Task<string> RenderAsync(string view, object model, string? error, string? field)
    {
        _page = (view, model, error, field);
        return await _http.GetStringAsync(_server.Urls.Single());
    }

    private async Task ShowAsync(HttpContext context)
    {
        var view = new ViewDataDictionary(new EmptyModelMetadataProvider(), new ModelStateDictionary()) { Model = _page.Model };
        view["Error"] = _page.Error;
        view["ErrorField"] = _page.Error is null ? null : _page.Field;
        var result = new PartialViewResult { ViewName = _page.View, ViewData = view };
        await result.ExecuteResultAsync(new ActionContext(context, context.GetRouteData(), new ActionDescriptor()));
    }

    [GeneratedRegex("aria-describedby=\"([^\"]*)\"")]
    private static partial Regex Described();

    [GeneratedRegex("<(?:input|select)\\b[^>]*>")]
    private static partial Regex Inputs();
}
