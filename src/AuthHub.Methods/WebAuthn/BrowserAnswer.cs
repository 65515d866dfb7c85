using System.Buffers.Text;
using System.Text.Json;

namespace AuthHub.Methods.WebAuthn;

/// <summary>What the browser's script sent, read strictly before the framework sees it: bounded, no member twice, no other page around ours.</summary>
internal sealed record BrowserAnswer
{
    private const int MaxText = 64 * 1024;

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 16 };

    public required string Json { get; init; }

    public required byte[] CredentialId { get; init; }

    public required byte[] ClientData { get; init; }

    /// <summary>The attestation object of a registration, the authenticator data of an assertion.</summary>
    public required byte[] Body { get; init; }

    /// <summary>The signature of an assertion; empty for a registration.</summary>
    public byte[] Signature { get; init; } = [];

    /// <summary><c>platform</c> or <c>cross-platform</c> where the browser says so.</summary>
    public string? Attachment { get; init; }

    public static BrowserAnswer? Registration(string json) => Parse(json, "attestationObject");

    public static BrowserAnswer? Assertion(string json) => Parse(json, "authenticatorData");

    private static BrowserAnswer? Parse(string json, string body)
    {
        if (json.Length is 0 or > MaxText)
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(json, Strict);
            var root = document.RootElement;
            return root.ValueKind == JsonValueKind.Object
                && Text(root, "type") == "public-key"
                && root.TryGetProperty("response", out var response) && response.ValueKind == JsonValueKind.Object
                && Bytes(root, "id") is { Length: > 0 and <= 1023 } id
                && Bytes(response, "clientDataJSON") is { Length: <= 4096 } client && IsOurPage(client)
                && Bytes(response, body) is { } bytes
                    ? new BrowserAnswer
                    {
                        Json = json,
                        CredentialId = id,
                        ClientData = client,
                        Body = bytes,
                        Signature = Bytes(response, "signature") ?? [],
                        Attachment = Text(root, "authenticatorAttachment"),
                    }
                    : null;
        }
        catch (Exception refusal) when (refusal is JsonException or InvalidOperationException or ArgumentException or FormatException)
        {
            return null;
        }
    }

    /// <summary>WebAuthn section 7.1 steps 9 to 11: AuthHub is never embedded, so a page around it is not ours.</summary>
    private static bool IsOurPage(byte[] clientData)
    {
        var bytes = clientData.AsMemory();
        using var document = JsonDocument.Parse(bytes.Span.StartsWith("\uFEFF"u8) ? bytes[3..] : bytes, Strict);
        var data = document.RootElement;
        return data.ValueKind == JsonValueKind.Object
            && !(data.TryGetProperty("crossOrigin", out var crossing) && crossing.ValueKind != JsonValueKind.False)
            && !data.TryGetProperty("topOrigin", out _);
    }

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static byte[]? Bytes(JsonElement element, string name)
    {
        if (Text(element, name) is not { } text)
        {
            return null;
        }

        var bytes = new byte[Base64Url.GetMaxDecodedLength(text.Length)];
        return Base64Url.TryDecodeFromChars(text, bytes, out var length) ? bytes[..length] : null;
    }
}
