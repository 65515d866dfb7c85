using System.IO.Compression;
using System.Text;
using AuthHub.Flows;
using AuthHub.SignIn.Runs;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.WebUtilities;

namespace AuthHub.SignIn.Tests.Runs;

/// <summary>Runs before their first proof travel in their address: nobody else can make, read or bend one.</summary>
public sealed class RunTicketsTests
{
    private static readonly EphemeralDataProtectionProvider Keys = new();

    private readonly RunTickets _tickets = new(Keys);

    [Fact]
    public void A_ticket_comes_back_as_it_was_sealed()
    {
        var ticket = Ticket("anna");

        var opened = _tickets.Open(_tickets.Seal(ticket))!;

        Assert.Equal((ticket.RunId, "anna", "words", true), (opened.RunId, opened.Identifier, opened.Chosen, opened.WantsChoice));
        Assert.Equal(ticket.Request.Demand.Groups, opened.Request.Demand.Groups);
        Assert.Equal(ticket.Request.Demand.NotBefore, opened.Request.Demand.NotBefore);
    }

    [Fact]
    public void An_address_shows_nothing_of_what_is_in_it()
    {
        var address = _tickets.Seal(Ticket("anna"));

        Assert.DoesNotContain("anna", Encoding.Latin1.GetString(WebEncoders.Base64UrlDecode(address)), StringComparison.Ordinal);
        Assert.Matches("^[A-Za-z0-9_-]+$", address);
    }

    [Fact]
    public void Every_changed_or_cut_ticket_is_nobodys()
    {
        var address = _tickets.Seal(Ticket("anna"));
        for (var place = 0; place < address.Length - 1; place++)
        {
            var bent = address.ToCharArray();
            bent[place] = bent[place] == 'A' ? 'B' : 'A';
            Assert.Null(_tickets.Open(new string(bent)));
            Assert.Null(_tickets.Open(address[..place]));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("AAAA")]
    [InlineData("not base64url!")]
    [InlineData("💥")]
    public void What_no_server_sealed_is_nobodys(string address) => Assert.Null(_tickets.Open(address));

    [Fact]
    public void A_ticket_of_another_installation_or_purpose_is_nobodys()      // L16
    {
        Assert.Null(_tickets.Open(new RunTickets(new EphemeralDataProtectionProvider()).Seal(Ticket("anna"))));
        Assert.Null(_tickets.Open(Sealed("{}"u8.ToArray(), "AuthHub.OpenId.PendingRequest")));
        Assert.Null(_tickets.Open(Sealed("[1,2"u8.ToArray())));
    }

    [Fact]
    public void An_oversized_address_is_not_even_unsealed()      // L20
    {
        var address = new string('A', 24 * 1024 + 1);
        var before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Null(_tickets.Open(address));

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4096);
    }

    [Fact]
    public void A_ticket_that_swells_is_refused_before_it_fills_the_memory()      // L20
    {
        var start = JsonStart();
        var bomb = Sealed([.. Encoding.UTF8.GetBytes(start), .. Enumerable.Repeat((byte)'a', 8 * 1024 * 1024), .. "\"}"u8]);
        Assert.True(bomb.Length < 24 * 1024);
        var before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Null(_tickets.Open(bomb));

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1024 * 1024);
    }

    [Fact]
    public void The_longest_ticket_a_page_can_bring_about_opens()
    {
        var ticket = Ticket(new string('語', 254)) with { };
        ticket = ticket with { Request = ticket.Request with { ReturnTo = "/connect/authorize?resume=" + Noise(8000), LoginHint = Noise(254), ServiceAddress = Noise(2000) } };

        Assert.Equal(ticket.Identifier, _tickets.Open(_tickets.Seal(ticket))?.Identifier);
    }

    private static string Noise(int length) => System.Security.Cryptography.RandomNumberGenerator.GetString("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_", length);

    private static string JsonStart()
    {
        var request = """{"Id":"5e8f2b4e-7a1c-4a57-9a58-0d6f2a9d3c11","ReturnTo":"/","ServiceName":"x","Demand":{"Groups":[]},"StartedAt":"2026-11-20T12:00:00Z"}""";
        return $$"""{"RunId":"5e8f2b4e-7a1c-4a57-9a58-0d6f2a9d3c10","Request":{{request}},"Identifier":" """.TrimEnd();
    }

    private static string Sealed(byte[] plain, string purpose = "AuthHub.SignIn.RunTicket.v1")
    {
        using var packed = new MemoryStream();
        using (var deflate = new DeflateStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            deflate.Write(plain);
        }

        return WebEncoders.Base64UrlEncode(Keys.CreateProtector(purpose).Protect(packed.ToArray()));
    }

    private static RunTicket Ticket(string identifier) => new(
        new Guid("5e8f2b4e-7a1c-4a57-9a58-0d6f2a9d3c10"),
        new RunRequest
        {
            Id = new Guid("5e8f2b4e-7a1c-4a57-9a58-0d6f2a9d3c11"),
            ReturnTo = "/back",
            ServiceName = "Helpdesk",
            Demand = Demand.AtLeast(Strength.Medium).And(Demand.OneOf("words", "totp")) with { NotBefore = new DateTimeOffset(2026, 11, 20, 12, 0, 0, TimeSpan.Zero) },
            StartedAt = new DateTimeOffset(2026, 11, 20, 12, 0, 0, TimeSpan.Zero),
        },
        identifier,
        "words",
        WantsChoice: true);
}
