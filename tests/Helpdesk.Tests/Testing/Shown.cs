using System.Net;

namespace Helpdesk.Tests.Testing;

/// <summary>What the browser shows after a request.</summary>
internal sealed record Shown(HttpResponseMessage Response, Uri Url, string Html)
{
    public int Status => (int)Response.StatusCode;

    public string? Location => Status is >= 300 and < 400 ? Response.Headers.Location?.OriginalString : null;

    /// <summary>The mark-up with its entities resolved.</summary>
    public string Text => WebUtility.HtmlDecode(Html);

    /// <summary>A plain page that says what happened and has a way back.</summary>
    public void ShouldBePlain(int status, string title)
    {
        Assert.Equal(status, Status);
        Assert.Contains($"<h1>{title}</h1>", Text);
        Assert.Contains("Back to the helpdesk", Text);
        Assert.DoesNotContain("   at ", Text);
        Assert.DoesNotContain("Exception", Text);
    }

    /// <summary>The same, with "Try again".</summary>
    public void ShouldOfferAnotherTry(int status, string title)
    {
        ShouldBePlain(status, title);
        Assert.Contains("Try again", Text);
    }
}
