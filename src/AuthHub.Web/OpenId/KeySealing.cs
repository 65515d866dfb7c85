using AuthHub.OpenId.Keys;
using AuthHub.SignIn.Authenticators;

namespace AuthHub.Web.OpenId;

/// <summary>Seals signing keys in the same box as everything else.</summary>
internal sealed class KeySealing(ISecretBox box) : IKeySealing
{
    public byte[] Seal(byte[] plain, string context) => box.Seal(plain, "openid:" + context);

    public byte[] Open(byte[] sealedBytes, string context) => box.Open(sealedBytes, "openid:" + context);
}
