using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;

namespace AuthHub.OpenId.SignOut;

/// <summary>Seals a value into a handle that travels in our own addresses, and opens it again for a while: nothing is stored, and nobody makes one up.</summary>
internal sealed class SealedHandles<T>(IDataProtector protector, TimeSpan lifetime, TimeProvider clock)
    where T : class
{
    private const int LongestHandle = 8_000;

    public string Seal(T value) =>
        Base64Url.EncodeToString(protector.Protect(JsonSerializer.SerializeToUtf8Bytes(new Dated(value, clock.GetUtcNow().ToUnixTimeSeconds()))));

    /// <summary>Null when the handle is broken, foreign or old.</summary>
    public T? Open(string? handle)
    {
        if (string.IsNullOrEmpty(handle) || handle.Length > LongestHandle)
        {
            return null;
        }

        try
        {
            var opened = JsonSerializer.Deserialize<Dated>(protector.Unprotect(Base64Url.DecodeFromChars(handle)));
            return opened is not null && clock.GetUtcNow() - DateTimeOffset.FromUnixTimeSeconds(opened.At) <= lifetime ? opened.Value : null;
        }
        catch (Exception broken) when (broken is CryptographicException or FormatException or JsonException)
        {
            return null;
        }
    }

    private sealed record Dated(T Value, long At);
}
