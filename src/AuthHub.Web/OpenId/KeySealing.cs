using AuthHub.OpenId.Keys;
using AuthHub.SignIn.Authenticators;

namespace AuthHub.Web.OpenId;

/// <summary>Seals signing keys in the same box as everything else, and derives from it what has to stay the same.</summary>
internal sealed class KeySealing(ISecretBox box) : IKeySealing
{
    public byte[] Seal(byte[] plain, string context) => box.Seal(plain, "openid:" + context);

    public byte[] Open(byte[] sealedBytes, string context) => box.Open(sealedBytes, "openid:" + context);

    public byte[] Derive(string purpose) => box.Stable("openid:" + purpose);
}
