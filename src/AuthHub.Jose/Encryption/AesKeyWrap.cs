using System.Buffers.Binary;
using System.Security.Cryptography;

namespace AuthHub.Jose.Encryption;

/// <summary>AES Key Wrap with its default initial value (RFC 3394 section 2.2), in the form with an index.</summary>
internal static class AesKeyWrap
{
    private const int Block = 8;

    private const int Rounds = 6;

    private static ReadOnlySpan<byte> InitialValue => [0xA6, 0xA6, 0xA6, 0xA6, 0xA6, 0xA6, 0xA6, 0xA6];

    /// <param name="wrapping">The key encryption key.</param>
    /// <param name="key">The key to wrap: whole blocks of 64 bits, two at least.</param>
    public static byte[] Wrap(byte[] wrapping, ReadOnlySpan<byte> key)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(key.Length >= 2 * Block && key.Length % Block == 0, true, nameof(key));
        using var aes = Aes.Create();
        aes.Key = wrapping;
        var blocks = key.Length / Block;
        var output = new byte[key.Length + Block];
        InitialValue.CopyTo(output);
        key.CopyTo(output.AsSpan(Block));
        Span<byte> from = stackalloc byte[2 * Block];
        Span<byte> to = stackalloc byte[2 * Block];
        for (var step = 1; step <= Rounds * blocks; step++)
        {
            var register = output.AsSpan(Block * (1 + ((step - 1) % blocks)), Block);
            output.AsSpan(0, Block).CopyTo(from);
            register.CopyTo(from[Block..]);
            aes.EncryptEcb(from, to, PaddingMode.None);
            Mix(to, step);
            to[..Block].CopyTo(output);
            to[Block..].CopyTo(register);
        }

        return output;
    }

    /// <summary>Null when the integrity check of RFC 3394 section 2.2.3 fails.</summary>
    public static byte[]? Unwrap(byte[] wrapping, ReadOnlySpan<byte> wrapped)
    {
        if (wrapped.Length < 3 * Block || wrapped.Length % Block != 0)
        {
            return null;
        }

        using var aes = Aes.Create();
        aes.Key = wrapping;
        var blocks = (wrapped.Length / Block) - 1;
        var output = wrapped.ToArray();
        Span<byte> from = stackalloc byte[2 * Block];
        Span<byte> to = stackalloc byte[2 * Block];
        for (var step = Rounds * blocks; step >= 1; step--)
        {
            var register = output.AsSpan(Block * (1 + ((step - 1) % blocks)), Block);
            output.AsSpan(0, Block).CopyTo(from);
            register.CopyTo(from[Block..]);
            Mix(from, step);
            aes.DecryptEcb(from, to, PaddingMode.None);
            to[..Block].CopyTo(output);
            to[Block..].CopyTo(register);
        }

        return CryptographicOperations.FixedTimeEquals(output.AsSpan(0, Block), InitialValue) ? output[Block..] : null;
    }

    /// <summary>The step's number goes into the first half.</summary>
    private static void Mix(Span<byte> pair, int step) =>
        BinaryPrimitives.WriteUInt64BigEndian(pair, BinaryPrimitives.ReadUInt64BigEndian(pair) ^ (ulong)step);
}
