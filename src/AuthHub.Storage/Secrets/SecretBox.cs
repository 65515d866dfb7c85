using System.Security.Cryptography;
using System.Text;
using AuthHub.SignIn.Authenticators;

namespace AuthHub.Storage.Secrets;

/// <summary>
/// AES-256-GCM under the master key. A box is: version (1), key id (8), nonce (12), tag (16), ciphertext;
/// version, key id and context are authenticated, so a box opens only where it was made for.
/// </summary>
internal sealed class SecretBox(MasterKeys keys) : ISecretBox
{
    private const byte Version = 1;
    private const int NonceSize = 12;
    private const int TagSize = 16;
    private const int HeaderSize = 1 + MasterKey.IdSize;
    private const int Overhead = HeaderSize + NonceSize + TagSize;

    public byte[] Seal(ReadOnlySpan<byte> plain, string context)
    {
        var key = keys.Current;
        var box = new byte[Overhead + plain.Length];
        box[0] = Version;
        key.Id.CopyTo(box, 1);
        var nonce = box.AsSpan(HeaderSize, NonceSize);
        RandomNumberGenerator.Fill(nonce);
        using var cipher = key.Cipher();
        cipher.Encrypt(nonce, plain, box.AsSpan(Overhead), box.AsSpan(HeaderSize + NonceSize, TagSize), AssociatedData(box, context));
        return box;
    }

    public byte[] Open(ReadOnlySpan<byte> box, string context)
    {
        if (box.Length < Overhead || box[0] != Version)
        {
            throw new CryptographicException("This is not a sealed box.");
        }

        var key = keys.Find(box[1..HeaderSize]) ?? throw new CryptographicException("The box is sealed under an unknown key.");
        var plain = new byte[box.Length - Overhead];
        using var cipher = key.Cipher();
        cipher.Decrypt(box.Slice(HeaderSize, NonceSize), box[Overhead..], box.Slice(HeaderSize + NonceSize, TagSize), plain, AssociatedData(box, context));
        return plain;
    }

    public byte[] Stable(string input) => keys.All[^1].Stable(input);

    private static byte[] AssociatedData(ReadOnlySpan<byte> box, string context) => [.. box[..HeaderSize], .. Encoding.UTF8.GetBytes(context)];
}
