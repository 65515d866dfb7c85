using System.Collections.Frozen;
using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace AuthHub.OpenId.MutualTls;

/// <summary>Reads distinguished names as text (RFC 4514) and from certificates into the same form, type by OID and value, most specific first.</summary>
internal static class DistinguishedName
{
    private const string Special = "\"+,;<>\\ #=";

    private static readonly FrozenDictionary<string, string> Types = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
    {
        ["CN"] = "2.5.4.3",
        ["SN"] = "2.5.4.4",
        ["serialNumber"] = "2.5.4.5",
        ["C"] = "2.5.4.6",
        ["L"] = "2.5.4.7",
        ["ST"] = "2.5.4.8",
        ["STREET"] = "2.5.4.9",
        ["O"] = "2.5.4.10",
        ["OU"] = "2.5.4.11",
        ["title"] = "2.5.4.12",
        ["businessCategory"] = "2.5.4.15",
        ["postalCode"] = "2.5.4.17",
        ["givenName"] = "2.5.4.42",
        ["organizationIdentifier"] = "2.5.4.97",
        ["UID"] = "0.9.2342.19200300.100.1.1",
        ["DC"] = "0.9.2342.19200300.100.1.25",
        ["emailAddress"] = "1.2.840.113549.1.9.1",
        ["jurisdictionC"] = "1.3.6.1.4.1.311.60.2.1.3",
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>Null for text that is no name, and for the two rarities not supported: several values in one part, and values in hex.</summary>
    public static IReadOnlyList<(string Type, string Value)>? Read(string text)
    {
        var parts = new List<(string, string)>();
        for (var at = 0; ;)
        {
            var equals = text.IndexOf('=', at);
            var name = equals < 0 ? "" : text[at..equals].Trim(' ');
            var type = Types.GetValueOrDefault(name) ?? (IsOid(name) ? name : null);
            at = equals + 1;
            if (type is null || ReadValue(text, ref at) is not { Length: > 0 } value)
            {
                return null;
            }

            parts.Add((type, value));
            if (at == text.Length)
            {
                return parts;
            }

            at++;
        }
    }

    /// <inheritdoc cref="Read(string)"/>
    public static IReadOnlyList<(string Type, string Value)>? Read(X500DistinguishedName name)
    {
        try
        {
            var parts = name.EnumerateRelativeDistinguishedNames(reversed: true).ToList();
            return parts.Exists(part => part.HasMultipleElements) ? null : parts.ConvertAll(part => (part.GetSingleElementType().Value ?? "", part.GetSingleElementValue() ?? ""));
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    /// <summary>RFC 4514 section 2.4: up to the next comma that is not escaped; where it ends, <paramref name="at"/> stands.</summary>
    private static string? ReadValue(string text, ref int at)
    {
        var bytes = new List<byte>();
        var kept = 0; // Spaces at the end count only when escaped.
        for (; at < text.Length && text[at] != ','; at++)
        {
            var here = text[at];
            if (here == '\\')
            {
                var escaped = Unescape(text, ref at);
                if (escaped is null)
                {
                    return null;
                }

                bytes.Add(escaped.Value);
                kept = bytes.Count;
            }
            else if (here is '"' or '+' or ';' or '<' or '>' || (here == '#' && bytes.Count == 0))
            {
                return null;
            }
            else if (here != ' ' || bytes.Count > 0)
            {
                var rune = Rune.TryGetRuneAt(text, at, out var found) ? found : Rune.ReplacementChar;
                at += rune.Utf16SequenceLength - 1;
                bytes.AddRange(Encoding.UTF8.GetBytes(rune.ToString()));
                kept = here == ' ' ? kept : bytes.Count;
            }
        }

        return Encoding.UTF8.GetString([.. bytes[..kept]]);
    }

    private static byte? Unescape(string text, ref int at)
    {
        if (at + 1 < text.Length && Special.Contains(text[at + 1], StringComparison.Ordinal))
        {
            return (byte)text[++at];
        }

        if (at + 2 < text.Length && byte.TryParse(text.AsSpan(at + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value))
        {
            at += 2;
            return value;
        }

        return null;
    }

    private static bool IsOid(string name) => name.Contains('.', StringComparison.Ordinal) && name.All(c => char.IsAsciiDigit(c) || c == '.');
}
