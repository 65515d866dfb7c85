using System.Security.Cryptography;
using System.Text;
using AuthHub.OpenId.Keys;

namespace AuthHub.OpenId.Tests.Hosting;

/// <summary>AES-GCM under a key of this run.</summary>
public sealed class RunSealing : IKeySealing
{
    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);

    public byte[] Seal(byte[] plain, string context)
    {
        using var gcm = new AesGcm(_key, 16);
        var nonce = RandomNumberGenerator.GetBytes(12);
        var sealedBytes = new byte[plain.Length];
        var tag = new byte[16];
        gcm.Encrypt(nonce, plain, sealedBytes, tag, Encoding.UTF8.GetBytes(context));
        return [.. nonce, .. tag, .. sealedBytes];
    }

    public byte[] Open(byte[] sealedBytes, string context)
    {
        using var gcm = new AesGcm(_key, 16);
        var plain = new byte[sealedBytes.Length - 28];
        gcm.Decrypt(sealedBytes.AsSpan(0, 12), sealedBytes.AsSpan(28), sealedBytes.AsSpan(12, 16), plain, Encoding.UTF8.GetBytes(context));
        return plain;
    }

    public byte[] Derive(string purpose) => HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(purpose));
}
