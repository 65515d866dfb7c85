using System.Buffers.Text;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Options;

namespace AuthHub.OpenId.Requests;

/// <summary>
/// Seals waiting authorization requests into handles that travel in our own addresses, and opens them again. Nothing is stored before
/// the first proof, so strangers cannot fill the database (law L20).
/// </summary>
public sealed class PendingRequests(IDataProtectionProvider protection, TimeProvider clock, IOptions<OpenIdSettings> settings)
{
    private const int LongestHandle = 8_000;

    private const int MostPlainBytes = 64 * 1024;

    /// <summary>Beyond this age a handle is refused altogether.</summary>
    private static readonly TimeSpan BeyondUse = TimeSpan.FromDays(7);

    private readonly IDataProtector _protector = protection.CreateProtector("AuthHub.OpenId.PendingRequest");

    /// <summary>The address at which a waiting request goes on.</summary>
    public static string ResumeAddress(string handle) => $"{OpenIdRoutes.Authorize}?resume={handle}";

    /// <summary>A request as if it had just arrived, where it may be asked again: a pushed one is asked again by pushing it (RFC 9126).</summary>
    public PendingRequest Again(PendingRequest request) => request.PushedHash is null ? Begin(request.Parameters) with { Signed = request.Signed } : request;

    /// <summary>A request that has just arrived.</summary>
    public PendingRequest Begin(IReadOnlyDictionary<string, string> parameters)
    {
        var now = clock.GetUtcNow();

        // Whole milliseconds, rounded down: stores keep fewer digits than the clock, and a proof given after this moment must never seem older.
        var requestedAt = DateTimeOffset.FromUnixTimeMilliseconds(now.ToUnixTimeMilliseconds());
        return new PendingRequest(new Guid(RandomNumberGenerator.GetBytes(16)), requestedAt, parameters, Expired: false);
    }

    public string Seal(PendingRequest request)
    {
        var sealedRequest = new SealedRequest(request.RequestId, request.RequestedAt.ToUnixTimeMilliseconds(), request.Parameters, request.PushedHash, request.Signed);
        using var deflated = new MemoryStream();
        using (var deflate = new DeflateStream(deflated, CompressionLevel.Fastest, leaveOpen: true))
        {
            JsonSerializer.Serialize(deflate, sealedRequest);
        }

        return Base64Url.EncodeToString(_protector.Protect(deflated.ToArray()));
    }

    /// <summary>The request behind a handle; null when the handle is broken, foreign or beyond use.</summary>
    public PendingRequest? Open(string? handle)
    {
        if (string.IsNullOrEmpty(handle) || handle.Length > LongestHandle || Unseal(handle) is not { Parameters: not null } opened)
        {
            return null;
        }

        var requestedAt = DateTimeOffset.FromUnixTimeMilliseconds(opened.RequestedAt);
        var age = clock.GetUtcNow() - requestedAt;
        return age > BeyondUse ? null : new PendingRequest(opened.RequestId, requestedAt, opened.Parameters, age > settings.Value.PendingRequestLifetime) { PushedHash = opened.PushedHash, Signed = opened.Signed };
    }

    /// <summary>The same request as if it had just arrived again, under a new id where <see cref="Again"/> gives one; null when the handle is broken, foreign or beyond use.</summary>
    public string? Renew(string? handle) => Open(handle) is { } request ? Seal(Again(request)) : null;

    private SealedRequest? Unseal(string handle)
    {
        try
        {
            using var inflate = new DeflateStream(new MemoryStream(_protector.Unprotect(Base64Url.DecodeFromChars(handle))), CompressionMode.Decompress);
            using var plain = new MemoryStream();
            var buffer = new byte[4096];
            for (int read; (read = inflate.Read(buffer)) > 0;)
            {
                plain.Write(buffer, 0, read);
                if (plain.Length > MostPlainBytes)
                {
                    return null;
                }
            }

            return JsonSerializer.Deserialize<SealedRequest>(plain.GetBuffer().AsSpan(0, (int)plain.Length));
        }
        catch (Exception broken) when (broken is CryptographicException or FormatException or InvalidDataException or JsonException)
        {
            return null;
        }
    }

    private sealed record SealedRequest(Guid RequestId, long RequestedAt, IReadOnlyDictionary<string, string> Parameters, byte[]? PushedHash, bool Signed);
}
