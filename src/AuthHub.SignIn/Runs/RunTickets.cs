using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.WebUtilities;

namespace AuthHub.SignIn.Runs;

/// <summary>Seals and opens the tickets of unstored runs, so that their address can neither be read nor changed.</summary>
public sealed class RunTickets(IDataProtectionProvider protection)
{
    private const int LongestTicket = 24 * 1024;

    private const int MostPlainBytes = 64 * 1024;

    private readonly IDataProtector protector = protection.CreateProtector("AuthHub.SignIn.RunTicket.v1");

    public string Seal(RunTicket ticket)
    {
        using var packed = new MemoryStream();
        using (var deflate = new DeflateStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            JsonSerializer.Serialize(deflate, ticket, RunJson.Default.RunTicket);
        }

        return WebEncoders.Base64UrlEncode(protector.Protect(packed.ToArray()));
    }

    /// <summary>The ticket; null for anything this server did not seal.</summary>
    public RunTicket? Open(string sealedTicket)
    {
        if (sealedTicket.Length > LongestTicket)
        {
            return null;
        }

        try
        {
            using var packed = new MemoryStream(protector.Unprotect(WebEncoders.Base64UrlDecode(sealedTicket)));
            using var deflate = new DeflateStream(packed, CompressionMode.Decompress);
            var plain = new byte[MostPlainBytes];
            var length = deflate.ReadAtLeast(plain, plain.Length, throwOnEndOfStream: false);
            return length == plain.Length ? null : JsonSerializer.Deserialize(plain.AsSpan(0, length), RunJson.Default.RunTicket);
        }
        catch (Exception exception) when (exception is CryptographicException or FormatException or JsonException or InvalidDataException)
        {
            return null;
        }
    }
}
