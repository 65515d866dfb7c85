using System.Net;
using System.Reflection;
using AuthHub.OpenId.Audit;
using AuthHub.SignIn.Audit;
using AuthHub.SignIn.Users;
using AuthHub.Web.Pages.Admin;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;

namespace AuthHub.Web.Tests.Admin;

/// <summary>The record as administrators read it, and that nothing stored can become markup (attacks CON-05, OUT-01).</summary>
public sealed class AuditTests(AdminHost host) : IClassFixture<AdminHost>
{
    private const string Hostile = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>";

    [Fact]
    public void Every_type_of_event_has_plain_words()
    {
        var texts = host.App.Services.GetRequiredService<IStringLocalizer<AdminTexts>>();
        var types = new[] { typeof(AuditTypes), typeof(ProtocolAuditTypes) }
            .SelectMany(list => list.GetFields(BindingFlags.Public | BindingFlags.Static)).Select(field => (string)field.GetRawConstantValue()!);

        Assert.All(types, type => Assert.False(texts["Event." + type].ResourceNotFound, type));
    }

    [Fact]
    public async Task OUT_01_Hostile_names_stay_text_on_every_page()
    {
        var person = await host.AddPersonAsync("hostile", Hostile);
        using var admin = await host.SignInAsync(await host.AddPersonAsync("zane", Hostile, WellKnownRoles.Administrator), "password", "totp");
        var device = (await host.BoundAsync(person.Id)).First(one => one.Method == "totp");
        await WriteAsync(AuditTypes.RequestRefused, person.Id, Hostile);

        foreach (var address in new[] { "/admin/people", $"/admin/people?q={Uri.EscapeDataString(Hostile)}", $"/admin/people/{person.Id:N}", $"/admin/people/{person.Id:N}/register-key",
            $"/admin/people/{person.Id:N}/remove/{device.Id:N}", "/admin/audit", $"/admin/audit?person={Uri.EscapeDataString(Hostile)}&type={Uri.EscapeDataString(Hostile)}", $"/admin/apps?done={Uri.EscapeDataString(Hostile)}" })
        {
            using var answer = await admin.GetAsync(address);
            var page = await answer.Content.ReadAsStringAsync();
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.DoesNotContain("<script>alert", page, StringComparison.Ordinal);
            Assert.DoesNotContain("<img", page, StringComparison.Ordinal);
            Assert.DoesNotContain("\"'>", page, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_record_is_narrowed_by_type_and_person()
    {
        var (anna, other) = (await host.AddPersonAsync("anna"), await host.AddPersonAsync("other"));
        using var admin = await host.SignInAsync(await host.AddPersonAsync("ruta", roles: WellKnownRoles.Administrator), "password", "totp");
        await WriteAsync(AuditTypes.ClockOff, anna.Id, "+240 s of anna");
        await WriteAsync(AuditTypes.Throttled, anna.Id, "slowed anna");
        await WriteAsync(AuditTypes.ClockOff, other.Id, "+60 s of other");

        var page = await admin.TextAsync("/admin/audit?type=authenticator.clock-off&person=ANNA@example.org");

        Assert.Contains("&#x2B;240 s of anna", page, StringComparison.Ordinal);
        Assert.DoesNotContain("slowed anna", page, StringComparison.Ordinal);
        Assert.DoesNotContain("of other", page, StringComparison.Ordinal);
        Assert.Contains("240 s of anna", await admin.TextAsync($"/admin/people/{anna.Id:N}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_record_is_searched_for_the_number_of_an_error_page()
    {
        var anna = await host.AddPersonAsync("agnes");
        using var admin = await host.SignInAsync(await host.AddPersonAsync("rasma", roles: WellKnownRoles.Administrator), "password", "totp");
        await WriteAsync(AuditTypes.RequestRefused, anna.Id, "one; number 4bf92f3577b34da6a3ce929d0e0e4736");
        await WriteAsync(AuditTypes.RequestRefused, anna.Id, "two; number 00f067aa0ba902b7aaaaaaaaaaaaaaaa");

        var page = await admin.TextAsync("/admin/audit?text=%204bf92f3577b34da6a3ce929d0e0e4736%20");

        Assert.Contains("one; number", page, StringComparison.Ordinal);
        Assert.DoesNotContain("two; number", page, StringComparison.Ordinal);
        Assert.Contains("value=\"4bf92f3577b34da6a3ce929d0e0e4736\"", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/admin/people?page=0")]
    [InlineData("/admin/people?page=-1")]
    [InlineData("/admin/people?page=99999999999999999999999")]
    [InlineData("/admin/audit?page=2147483647")]
    [InlineData("/admin/apps?page=%2B1")]
    [InlineData("/admin/people?q=%25_%5C")]
    [InlineData("/admin/audit?text=%25_%5C")]
    public async Task Odd_page_numbers_and_searches_are_answered(string address)
    {
        using var admin = await host.SignInAsync(await host.AddPersonAsync("p" + Convert.ToHexString(System.Security.Cryptography.RandomNumberGenerator.GetBytes(8)), roles: WellKnownRoles.Administrator), "password", "totp");

        Assert.Equal(HttpStatusCode.OK, (await admin.GetAsync(address)).StatusCode);
    }

    [Theory]
    [InlineData("/admin/people/x")]
    [InlineData("/admin/people/00000000000000000000000000000000")]
    [InlineData("/admin/people/00000000-0000-0000-0000-000000000000")]
    [InlineData("/admin/apps/nothing")]
    [InlineData("/admin/nothing")]
    public async Task What_does_not_exist_is_not_found(string address)
    {
        using var admin = await host.SignInAsync(await host.AddPersonAsync("p" + Convert.ToHexString(System.Security.Cryptography.RandomNumberGenerator.GetBytes(8)), roles: WellKnownRoles.Administrator), "password", "totp");

        Assert.Equal(HttpStatusCode.NotFound, (await admin.GetAsync(address)).StatusCode);
    }

    private Task WriteAsync(string type, Guid subject, string detail) => host.WithAsync<IAudit, bool>(async audit =>
    {
        await audit.WriteAsync(type, null, subject, null, detail, default);
        return true;
    });
}
