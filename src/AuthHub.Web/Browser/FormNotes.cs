using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;

namespace AuthHub.Web.Browser;

/// <summary>
/// Carries a <see cref="FormNote"/> from a refused form to the page the browser is sent to: sealed for one scope (a run,
/// or a person's page) in a short-lived cookie, so that nothing is stored before a proof and the note is shown once.
/// </summary>
public sealed class FormNotes(Cookies cookies, IDataProtectionProvider protection, TimeProvider clock)
{
    /// <summary>As long as a step-up may reasonably take.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(15);

    private static readonly JsonSerializerOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>False when it is too long for a cookie.</summary>
    public bool Leave(string scope, FormNote note)
    {
        var sealedNote = Protector(scope).Protect(JsonSerializer.Serialize(note with { Until = clock.GetUtcNow() + Lifetime }, Compact));
        if (sealedNote.Length > Cookies.Longest)
        {
            return false;
        }

        cookies.Note = sealedNote;
        return true;
    }

    /// <summary>The note for this scope, which is gone afterwards; null when there is none.</summary>
    public FormNote? Take(string scope)
    {
        if (cookies.Note is not { } value)
        {
            return null;
        }

        try
        {
            var note = JsonSerializer.Deserialize<FormNote>(Protector(scope).Unprotect(value));
            cookies.Note = null;
            return note?.Until > clock.GetUtcNow() ? note : null;
        }
        catch (Exception exception) when (exception is CryptographicException or JsonException)
        {
            // Another page's; it may still come.
            return null;
        }
    }

    private IDataProtector Protector(string scope) => protection.CreateProtector("AuthHub.Web.FormNotes.v1", scope);
}
