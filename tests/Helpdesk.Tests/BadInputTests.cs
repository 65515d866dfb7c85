using System.Text;
using Helpdesk.Tests.Testing;

namespace Helpdesk.Tests;

public sealed class BadInputTests(PostgresCluster postgres)
{
    [Fact]
    public async Task Wrong_fields_are_named_and_what_was_typed_is_kept()
    {
        await using var story = await Story.BeginAsync(postgres);
        var browser = await story.SignInAsync("user-1", "Anna");
        var form = await browser.OpenAsync("/tickets/new");

        foreach (var (title, text, expected) in (IEnumerable<(string, string, string)>)[
            ("", "kept text", "Please give the ticket a title."),
            (" \u3000 ", "kept text", "Please give the ticket a title."),
            ("kept title", " ", "Please write a few words."),
            (new string('a', 201), "kept text", "at most 200 characters"),
            ("kept title", new string('ā', 8001), "at most 8000 characters"),
            ("a\u0001b", "kept text", "cannot be stored"),
            ("kept title", "a\u0001b", "cannot be stored"),
            ("two\nlines", "kept text", "cannot be stored")])
        {
            var answer = await browser.SendAsync(form, "File ticket", ("title", title), ("description", text));
            Assert.Equal(400, answer.Status);
            Assert.Contains(expected, answer.Text);
            Assert.Contains("kept", answer.Text);
        }

        Assert.Contains("There are no tickets here.", (await browser.OpenAsync("/tickets?show=all")).Text);
    }

    [Fact]
    public async Task A_NUL_byte_is_refused_in_every_kind_of_form()
    {
        await using var story = await Story.BeginAsync(postgres);
        var browser = await story.SignInAsync("user-1", "Anna");
        var form = await browser.OpenAsync("/tickets/new");
        using var parts = new MultipartFormDataContent
        {
            { new StringContent(Browser.HiddenFields(form, "File ticket")["__RequestVerificationToken"]), "__RequestVerificationToken" },
            { new StringContent("a\0b"), "title" },
            { new StringContent("text"), "description" },
        };

        (await browser.SendAsync(form, "File ticket", ("title", "a\0b"), ("description", "text"))).ShouldBePlain(400, "That form could not be used");
        var answer = await browser.StepAsync(HttpMethod.Post, "/tickets/new", parts);
        Assert.Equal(400, answer.Status);
        Assert.Contains("cannot be stored", answer.Text);
    }

    [Fact]
    public async Task The_longest_allowed_is_kept_whole()
    {
        await using var story = await Story.BeginAsync(postgres);
        var browser = await story.SignInAsync("user-1", "Anna");
        var text = new string('ā', 8000);

        var ticket = await browser.SendAsync(await browser.OpenAsync("/tickets/new"), "File ticket", ("title", new string('ž', 200)), ("description", text));

        Assert.Equal(200, ticket.Status);
        Assert.Contains(text, ticket.Text);
    }

    [Fact]
    public async Task Comments_are_judged_too()
    {
        await using var story = await Story.BeginAsync(postgres);
        var browser = await story.SignInAsync("user-1", "Anna");
        var ticket = await browser.SendAsync(await browser.OpenAsync("/tickets/new"), "File ticket", ("title", "t"), ("description", "d"));

        foreach (var text in (string[])["", "a\0b", new string('x', 8001)])
        {
            Assert.Equal(400, (await browser.SendAsync(ticket, "Send comment", ("text", text))).Status);
        }
    }

    [Theory]
    [InlineData("GET", "/tickets/not-a-guid", 404)]
    [InlineData("GET", "/tickets/%00", 400)]
    [InlineData("GET", "/nowhere", 404)]
    [InlineData("GET", "/error", 404)]
    [InlineData("GET", "/tickets/00000000-0000-0000-0000-000000000000", 404)]
    [InlineData("GET", "/tickets/new?handler=Nothing", 200)]
    [InlineData("PUT", "/tickets", 400)]
    [InlineData("DELETE", "/", 400)]
    [InlineData("POST", "/tickets/new", 400)]
    [InlineData("POST", "/nowhere", 404)]
    [InlineData("HEAD", "/", 200)]
    public async Task Strange_requests_get_a_clear_answer(string method, string path, int status)
    {
        await using var story = await Story.BeginAsync(postgres);
        var browser = await story.SignInAsync("user-1", "Anna");

        Assert.Equal(status, (await browser.StepAsync(new HttpMethod(method), path)).Status);
    }

    [Theory]
    [InlineData("application/json", "{}")]
    [InlineData("multipart/form-data; boundary=x", "--x\r\nbroken")]
    [InlineData("multipart/form-data", "broken")]
    [InlineData("application/x-www-form-urlencoded", "%ff%fe=%&&=&a=%zz")]
    [InlineData("application/x-www-form-urlencoded", "many")]
    [InlineData("application/x-www-form-urlencoded", "large")]
    [InlineData("nonsense", "x")]
    public async Task Bodies_that_are_no_forms_are_refused_in_words(string type, string body)
    {
        await using var story = await Story.BeginAsync(postgres);
        var browser = await story.SignInAsync("user-1", "Anna");
        var bytes = Encoding.ASCII.GetBytes(body switch
        {
            "many" => string.Join('&', Enumerable.Range(0, 500).Select(n => $"a{n}=b")),
            "large" => "a=" + new string('x', 250_000),
            _ => body,
        });
        using var content = new ByteArrayContent(bytes);
        content.Headers.TryAddWithoutValidation("Content-Type", type);

        Assert.InRange((await browser.StepAsync(HttpMethod.Post, "/tickets/new", content)).Status, 400, 499);
    }

    [Theory]
    [InlineData("helpdesk-session", "CfDJ8broken")]
    [InlineData("helpdesk-session", "chunks-9")]
    [InlineData("helpdesk-antiforgery", "x")]
    public async Task Broken_cookies_count_as_none(string name, string value)
    {
        await using var story = await Story.BeginAsync(postgres);
        story.Browser.Keep(name, value);

        Assert.Equal(200, (await story.Browser.OpenAsync("/")).Status);
        var inside = await story.Browser.OpenAsync("/login");
        Assert.Contains("Kristīne Kalniņa", inside.Text);
        (await story.Browser.SendAsync(inside, "Log out")).ShouldBePlain(200, "You are logged out");
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/nowhere")]
    [InlineData("/helpdesk.css")]
    [InlineData("/login")]
    [InlineData("/signin-authhub")]
    public async Task Every_answer_carries_the_protecting_headers(string path)
    {
        await using var story = await Story.BeginAsync(postgres);

        var headers = (await story.Browser.StepAsync(HttpMethod.Get, path)).Response.Headers;

        var policy = headers.GetValues("Content-Security-Policy").Single();
        Assert.Contains("frame-ancestors 'none'", policy);
        Assert.EndsWith($"form-action 'self' {story.Provider.Issuer}", policy);
        Assert.DoesNotContain("unsafe", policy);
        Assert.Equal("nosniff", headers.GetValues("X-Content-Type-Options").Single());
        Assert.Equal("same-origin", headers.GetValues("Referrer-Policy").Single());
        Assert.Equal(path != "/helpdesk.css", headers.CacheControl!.NoStore);
    }
}
