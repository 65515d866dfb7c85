using System.Text.Json;
using AuthHub.OpenId.SessionManagement;
using AuthHub.SignIn.Runs;
using AuthHub.Web.Hosting;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Options;

namespace AuthHub.Web.Browser;

/// <summary>
/// The cookies AuthHub keeps in a browser: the session's secret, the secret that binds runs to the browser, who signed
/// in here before, and for a moment what was wrong with a form. With https they carry the <c>__Host-</c> prefix (RFC 6265bis section 4.1.3.2).
/// </summary>
public sealed class Cookies(IHttpContextAccessor accessor, IDataProtectionProvider protection, IOptions<WebSettings> settings)
{
    /// <summary>Browsers keep 4096 bytes, name and attributes included (RFC 6265 section 6.1).</summary>
    public const int Longest = 3900;

    private const int MostKnownUsers = 5;

    private readonly IDataProtector protector = protection.CreateProtector("AuthHub.Web.KnownUsers.v1");
    private BrowserSecret? runSecret;

    private HttpContext Http => accessor.HttpContext ?? throw new InvalidOperationException("Cookies need a request.");

    public BrowserSecret? Session
    {
        get => Read("authhub-session") is { } value ? new BrowserSecret(value) : null;
        set
        {
            Write("authhub-session", value?.Reveal(), maxAge: null);
            BrowserState.Forget(Http, settings.Value.Issuer);
        }
    }

    /// <summary>The secret runs are bound to, if the browser has one.</summary>
    public BrowserSecret? Runs => runSecret ?? (Read("authhub-browser") is { } value ? new BrowserSecret(value) : null);

    /// <summary>The secret runs are bound to; made and set when the browser has none yet.</summary>
    public BrowserSecret RequireRuns()
    {
        if (Runs is null)
        {
            runSecret = BrowserSecret.New();
            Write("authhub-browser", runSecret.Reveal(), maxAge: null);
        }

        return Runs!;
    }

    /// <summary>A sealed <see cref="FormNote"/>.</summary>
    public string? Note
    {
        get => Read("authhub-note");
        set => Write("authhub-note", value, FormNotes.Lifetime);
    }

    /// <summary>People who completed a sign-in in this browser. No proof of anything; it only keeps strangers' wrong passwords from slowing them down.</summary>
    public IReadOnlyCollection<Guid> KnownUsers
    {
        get
        {
            try
            {
                return Read("authhub-known") is { Length: < 2048 } value ? JsonSerializer.Deserialize<Guid[]>(protector.Unprotect(value)) ?? [] : [];
            }
            catch (Exception exception) when (exception is System.Security.Cryptography.CryptographicException or JsonException)
            {
                return [];
            }
        }
    }

    public void Remember(Guid user)
    {
        Guid[] users = [user, .. KnownUsers.Where(known => known != user).Take(MostKnownUsers - 1)];
        Write("authhub-known", protector.Protect(JsonSerializer.Serialize(users)), TimeSpan.FromDays(180));
    }

    /// <summary>The cookie's value; null when it is missing, oversized, or sent twice (then nobody can say which is ours).</summary>
    private string? Read(string name)
    {
        var wanted = Name(name) + "=";
        var values = Http.Request.Headers.Cookie
            .SelectMany(header => (header ?? "").Split(';', StringSplitOptions.TrimEntries))
            .Where(pair => pair.StartsWith(wanted, StringComparison.Ordinal))
            .Select(pair => pair[wanted.Length..])
            .ToArray();
        return values is [{ Length: > 0 and < 4096 } only] ? only : null;
    }

    private void Write(string name, string? value, TimeSpan? maxAge)
    {
        var options = new CookieOptions
        {
            HttpOnly = true,
            Secure = settings.Value.IsHttps,
            SameSite = SameSiteMode.Lax,
            Path = "/",
            MaxAge = value is null ? TimeSpan.Zero : maxAge,
            IsEssential = true,
        };
        Http.Response.Cookies.Append(Name(name), value ?? "", options);
    }

    private string Name(string name) => settings.Value.IsHttps ? "__Host-" + name : name;
}
