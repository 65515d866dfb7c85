using System.Security.Cryptography;
using System.Text;

namespace AuthHub.Storage.Secrets;

/// <summary>One 256-bit key that seals secrets, with the short id that boxes carry. Prints stars.</summary>
internal sealed class MasterKey
{
    public const int Size = 32;
    public const int IdSize = 8;

    private readonly byte[] _sealing;

    public MasterKey(ReadOnlySpan<byte> bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(bytes.Length, Size);
        Id = new byte[IdSize];
        HKDF.Expand(HashAlgorithmName.SHA256, bytes, Id, "authhub master key id"u8);
        _sealing = new byte[Size];
        HKDF.Expand(HashAlgorithmName.SHA256, bytes, _sealing, "authhub secret box"u8);
    }

    public byte[] Id { get; }

    public string Name => Convert.ToHexStringLower(Id);

    public AesGcm Cipher() => new(_sealing, AesGcm.TagByteSizes.MaxSize);

    public byte[] Stable(string input) => HMACSHA256.HashData(_sealing, Encoding.UTF8.GetBytes("stable:" + input));

    public override string ToString() => "***";
}
