namespace AuthHub.Web.Pages.Account;

/// <summary>What a person would call the browser behind a <c>User-Agent</c> header: product and system, null where it does not tell.</summary>
/// <param name="Browser">Such as Firefox.</param>
/// <param name="System">Such as Windows.</param>
public readonly record struct BrowserWords(string? Browser, string? System)
{
    // Most browsers claim to be others, too: the first sign found counts.
    private static readonly (string Sign, string Word)[] Browsers =
    [
        ("Edg", "Edge"), ("OPR/", "Opera"), ("Vivaldi/", "Vivaldi"), ("SamsungBrowser/", "Samsung Internet"), ("FxiOS/", "Firefox"), ("Firefox/", "Firefox"),
        ("CriOS/", "Chrome"), ("Chromium/", "Chromium"), ("Chrome/", "Chrome"), ("Safari/", "Safari"),
    ];

    private static readonly (string Sign, string Word)[] Systems =
    [
        ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"), ("CrOS", "ChromeOS"), ("Macintosh", "macOS"), ("Linux", "Linux"),
    ];

    public bool IsPhone => System is "iPhone" or "Android";

    public static BrowserWords Of(string? userAgent) => new(First(Browsers, userAgent), First(Systems, userAgent));

    private static string? First((string Sign, string Word)[] words, string? text) =>
        Array.Find(words, word => text?.Contains(word.Sign, StringComparison.Ordinal) == true).Word;
}
