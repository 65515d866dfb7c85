using System.Buffers;
using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;

namespace AuthHub.Jose;

/// <summary>Base64url as RFC 7515 section 2 means it: no padding, no white space, and no two spellings of the same bytes.</summary>
public static class Base64UrlText
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    private static readonly SearchValues<char> Allowed = SearchValues.Create(Alphabet);

    public static string Encode(ReadOnlySpan<byte> bytes) => Base64Url.EncodeToString(bytes);

    /// <summary>False for anything <see cref="Encode"/> would not have written.</summary>
    public static bool TryDecode(ReadOnlySpan<char> text, [NotNullWhen(true)] out byte[]? bytes)
    {
        bytes = null;
        if (text.Length % 4 == 1 || text.ContainsAnyExcept(Allowed) || HasUnusedBits(text))
        {
            return false;
        }

        bytes = Base64Url.DecodeFromChars(text);
        return true;
    }

    /// <summary>The last character carries bits that belong to no byte; they must be zero.</summary>
    private static bool HasUnusedBits(ReadOnlySpan<char> text) => (text.Length % 4) switch
    {
        2 => (Alphabet.IndexOf(text[^1], StringComparison.Ordinal) & 0b1111) != 0,
        3 => (Alphabet.IndexOf(text[^1], StringComparison.Ordinal) & 0b11) != 0,
        _ => false,
    };
}
