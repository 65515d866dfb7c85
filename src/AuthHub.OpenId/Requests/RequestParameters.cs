using System.Buffers;
using System.Text;
using AuthHub.OpenId.Errors;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace AuthHub.OpenId.Requests;

/// <summary>
/// The parameters of a request, read strictly: valid percent-encoding, valid UTF-8, no NUL, bounded size and number. Names that came more
/// than once are remembered, because RFC 6749 sections 3.1 and 3.2 refuse them; only <c>resource</c> may.
/// </summary>
public sealed class RequestParameters
{
    private const int MostBytes = 16 * 1024;
    private const int MostParameters = 64;

    /// <summary>The one parameter that may come several times (RFC 8707 section 2). Its values hold no spaces, so they are kept as one text.</summary>
    private const string Several = "resource";

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);

    private readonly HashSet<string> _repeated = new(StringComparer.Ordinal);

    private RequestParameters()
    {
    }

    public IReadOnlyDictionary<string, string> Values => _values;

    public IReadOnlySet<string> Repeated => _repeated;

    /// <summary>The value; null when missing or empty, which RFC 6749 section 3.1 treats alike.</summary>
    public string? this[string name] => _values.GetValueOrDefault(name) is { Length: > 0 } value ? value : null;

    public static RequestParameters OfQuery(HttpRequest request)
    {
        var query = request.QueryString.Value;
        return string.IsNullOrEmpty(query) ? new RequestParameters() : Parse(query.AsSpan(1));
    }

    /// <summary>The body of a form; nothing else is accepted, and parameters beside it in the address are refused.</summary>
    public static async Task<RequestParameters> OfFormAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
            || !type.MediaType.Equals("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase)
            || (type.Charset.HasValue && !type.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase)))
        {
            throw ProtocolError.InvalidRequest.Because("content type is not application/x-www-form-urlencoded in UTF-8");
        }

        if (request.ContentLength > MostBytes)
        {
            throw ProtocolError.RequestTooLong.Because("body too long");
        }

        var buffer = ArrayPool<byte>.Shared.Rent(MostBytes + 1);
        try
        {
            var length = await request.Body.ReadAtLeastAsync(buffer.AsMemory(0, MostBytes + 1), MostBytes + 1, throwOnEndOfStream: false, cancellationToken);
            return length <= MostBytes ? Parse(Text(buffer.AsSpan(0, length))) : throw ProtocolError.RequestTooLong.Because("body too long");
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
        }
    }

    /// <summary>The body of a form whose address must carry no parameters (RFC 6749 section 3.2), each parameter once.</summary>
    public static async Task<RequestParameters> OfBackChannelAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.QueryString.HasValue)
        {
            throw ProtocolError.InvalidRequest.Because("parameters in the query");
        }

        var parameters = await OfFormAsync(request, cancellationToken);
        return parameters._repeated.Count == 0 ? parameters : throw ProtocolError.InvalidRequest.Because("repeated parameter");
    }

    /// <summary>Form-decoding of one value (WHATWG URL section 5.1); null when it is malformed.</summary>
    internal static string? Decode(ReadOnlySpan<char> encoded)
    {
        if (!encoded.ContainsAny('%', '+') && Ascii.IsValid(encoded))
        {
            return encoded.Contains('\0') ? null : encoded.ToString();
        }

        try
        {
            var bytes = new byte[StrictUtf8.GetByteCount(encoded)];
            StrictUtf8.GetBytes(encoded, bytes);
            var length = PercentDecode(bytes);
            var text = length < 0 ? null : StrictUtf8.GetString(bytes, 0, length);
            return text is null || text.Contains('\0', StringComparison.Ordinal) ? null : text;
        }
        catch (ArgumentException)
        {
            // Invalid UTF-8, or a lone surrogate.
            return null;
        }
    }

    private static RequestParameters Parse(ReadOnlySpan<char> text)
    {
        var parameters = new RequestParameters();
        if (text.Length > MostBytes)
        {
            throw ProtocolError.InvalidRequest.Because("parameters too long");
        }

        foreach (var range in text.Split('&'))
        {
            var pair = text[range];
            if (pair.IsEmpty)
            {
                continue;
            }

            var equals = pair.IndexOf('=');
            var name = Decode(equals < 0 ? pair : pair[..equals]);
            var value = equals < 0 ? "" : Decode(pair[(equals + 1)..]);
            if (name is null || value is null)
            {
                throw ProtocolError.InvalidRequest.Because("percent-encoding, UTF-8 or NUL at fault");
            }

            parameters.Add(name, value);
        }

        return parameters;
    }

    private void Add(string name, string value)
    {
        if (name == Several && _values.TryGetValue(name, out var before))
        {
            _values[name] = before + ' ' + value;
        }
        else if (!_values.TryAdd(name, value))
        {
            _repeated.Add(name);
        }
        else if (_values.Count > MostParameters)
        {
            throw ProtocolError.InvalidRequest.Because("too many parameters");
        }
    }

    private static string Text(ReadOnlySpan<byte> body)
    {
        try
        {
            return StrictUtf8.GetString(body);
        }
        catch (ArgumentException)
        {
            throw ProtocolError.InvalidRequest.Because("body is not UTF-8");
        }
    }

    /// <summary>Decodes in place; returns the new length, or -1 when a percent sign is not followed by two hex digits.</summary>
    private static int PercentDecode(Span<byte> bytes)
    {
        var to = 0;
        for (var from = 0; from < bytes.Length; from++)
        {
            switch (bytes[from])
            {
                case (byte)'+':
                    bytes[to++] = (byte)' ';
                    break;
                case (byte)'%':
                    if (from + 2 >= bytes.Length || !char.IsAsciiHexDigit((char)bytes[from + 1]) || !char.IsAsciiHexDigit((char)bytes[from + 2]))
                    {
                        return -1;
                    }

                    bytes[to++] = (byte)((HexValue(bytes[from + 1]) << 4) | HexValue(bytes[from + 2]));
                    from += 2;
                    break;
                default:
                    bytes[to++] = bytes[from];
                    break;
            }
        }

        return to;
    }

    private static int HexValue(byte digit) => digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10;
}
