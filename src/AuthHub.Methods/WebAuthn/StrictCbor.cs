using System.Formats.Cbor;

namespace AuthHub.Methods.WebAuthn;

/// <summary>Lets through only the plain CBOR that authenticators write (FIDO CTAP 2.1 section 8): no duplicate keys, indefinite lengths, tags, floats, deep nesting or trailing bytes.</summary>
internal static class StrictCbor
{
    private const int MaxDepth = 8;

    /// <summary>A reader over the bytes when they are one acceptable value, else null.</summary>
    public static CborReader? Read(ReadOnlyMemory<byte> bytes) => IsPlain(bytes, out var length) && length == bytes.Length ? Reader(bytes) : null;

    /// <summary>The first acceptable value of the bytes, else null.</summary>
    public static ReadOnlyMemory<byte>? First(ReadOnlyMemory<byte> bytes) => IsPlain(bytes, out var length) ? bytes[..length] : default(ReadOnlyMemory<byte>?);

    private static CborReader Reader(ReadOnlyMemory<byte> bytes) => new(bytes, CborConformanceMode.Strict, allowMultipleRootLevelValues: true);

    private static bool IsPlain(ReadOnlyMemory<byte> bytes, out int length)
    {
        length = 0;
        var reader = Reader(bytes);
        try
        {
            do
            {
                if (!Step(reader))
                {
                    return false;
                }
            }
            while (reader.CurrentDepth > 0);
        }
        catch (Exception refusal) when (refusal is CborContentException or InvalidOperationException or OverflowException)
        {
            return false;
        }

        length = bytes.Length - reader.BytesRemaining;
        return true;
    }

    private static bool Step(CborReader reader)
    {
        switch (reader.PeekState())
        {
            case CborReaderState.StartMap:
                return reader.ReadStartMap() is not null && reader.CurrentDepth <= MaxDepth;
            case CborReaderState.StartArray:
                return reader.ReadStartArray() is not null && reader.CurrentDepth <= MaxDepth;
            case CborReaderState.EndMap:
                reader.ReadEndMap();
                return true;
            case CborReaderState.EndArray:
                reader.ReadEndArray();
                return true;
            case CborReaderState.UnsignedInteger or CborReaderState.NegativeInteger or CborReaderState.ByteString
                or CborReaderState.TextString or CborReaderState.Boolean or CborReaderState.Null:
                reader.SkipValue();
                return true;
            default:
                return false;
        }
    }
}
