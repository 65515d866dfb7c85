using AuthHub.OpenId.SignOut;
using AuthHub.SignIn.Users;
using AuthHub.Storage;

namespace AuthHub.Web.Tests.Admin;

/// <summary>What administrators see of apps that are told of ended sessions.</summary>
public sealed class SignOutsTests(AdminHost host) : IClassFixture<AdminHost>
{
    [Fact]
    public async Task Every_telling_is_listed_with_its_person_attempts_and_last_answer()
    {
        var (anna, now) = (await host.AddPersonAsync("anna", "Anna <i>Bērziņa</i>"), host.Clock.Now);
        using var admin = await host.SignInAsync(await host.AddPersonAsync("admin", roles: WellKnownRoles.Administrator), "password", "totp");
        Assert.Contains("No app was told", await admin.TextAsync("/admin/signouts"), StringComparison.Ordinal);

        await host.WithAsync<AuthHubDb, int>(db =>
        {
            db.AddRange(
                new LogoutDelivery { Id = Guid.CreateVersion7(now), SessionId = Guid.CreateVersion7(), ClientId = "desk", Subject = anna.Id.ToString("N"), CreatedAt = now, Attempts = 1, LastAnswer = "answered 200", LastAttemptAt = now, DeliveredAt = now },
                new LogoutDelivery { Id = Guid.CreateVersion7(now), SessionId = Guid.CreateVersion7(), ClientId = "lost", Subject = anna.Id.ToString("N"), CreatedAt = now, Attempts = 6, LastAnswer = "it took too <b>long", LastAttemptAt = now },
                new LogoutDelivery { Id = Guid.CreateVersion7(now), SessionId = Guid.CreateVersion7(), ClientId = "late", Subject = "nobody", CreatedAt = now, Attempts = 2, LastAnswer = "answered 503", LastAttemptAt = now, NextAttemptAt = now.AddHours(1) });
            return db.SaveChangesAsync();
        });
        var page = await admin.TextAsync("/admin/signouts");

        Assert.All(["desk", "lost", "late", "told", "given up", "tried again at", "answered 503", $"/admin/people/{anna.Id:N}", "it took too &lt;b&gt;long"], words => Assert.Contains(words, page, StringComparison.Ordinal));
        Assert.DoesNotContain("<i>", page, StringComparison.Ordinal);
    }
}
