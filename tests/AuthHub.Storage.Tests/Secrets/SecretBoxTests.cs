using System.Security.Cryptography;
using System.Text;
using AuthHub.Storage.Secrets;
using Microsoft.Extensions.Options;

namespace AuthHub.Storage.Tests.Secrets;

public sealed class SecretBoxTests
{
    private const string Context = "authenticator:1:2";

    private static readonly byte[] _secret = Encoding.UTF8.GetBytes("JBSWY3DPEHPK3PXP");

    private readonly SecretBox _box = Box(Hosts.MasterKey);

    [Fact]
    public void What_was_sealed_opens_in_its_own_context() => Assert.Equal(_secret, _box.Open(_box.Seal(_secret, Context), Context));

    [Fact]
    public void Nothing_at_all_can_be_sealed_too() => Assert.Empty(_box.Open(_box.Seal([], Context), Context));

    [Fact]
    public void A_box_moved_to_another_row_does_not_open() =>
        Assert.ThrowsAny<CryptographicException>(() => _box.Open(_box.Seal(_secret, Context), "authenticator:1:3"));

    [Fact]
    public void A_box_does_not_open_when_any_byte_of_it_was_changed()
    {
        var box = _box.Seal(_secret, Context);
        for (var i = 0; i < box.Length; i++)
        {
            var changed = (byte[])box.Clone();
            changed[i] ^= 1;
            Assert.ThrowsAny<CryptographicException>(() => _box.Open(changed, Context));
        }
    }

    [Fact]
    public void A_box_cut_short_does_not_open()
    {
        var box = _box.Seal(_secret, Context);
        for (var length = 0; length < box.Length; length++)
        {
            Assert.ThrowsAny<CryptographicException>(() => _box.Open(box.AsSpan(0, length), Context));
        }
    }

    [Fact]
    public void Two_boxes_of_one_secret_have_nothing_in_common_but_version_and_key()
    {
        var (one, other) = (_box.Seal(_secret, Context), _box.Seal(_secret, Context));

        Assert.Equal(one[..9], other[..9]);
        Assert.NotEqual(one[9..21], other[9..21]);
        Assert.NotEqual(one[37..], other[37..]);
    }

    [Fact]
    public void After_a_rotation_the_new_key_seals_and_the_old_one_still_opens()
    {
        var newKey = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
        var rotated = Box(newKey + " " + Hosts.MasterKey);

        Assert.Equal(_secret, rotated.Open(_box.Seal(_secret, Context), Context));
        Assert.Equal(_secret, Box(newKey).Open(rotated.Seal(_secret, Context), Context));
        Assert.ThrowsAny<CryptographicException>(() => _box.Open(rotated.Seal(_secret, Context), Context));
    }

    [Fact]
    public void What_has_to_stay_the_same_outlives_a_rotation_of_the_master_key()
    {
        var newKey = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

        Assert.Equal(_box.Stable("x"), Box(newKey + " " + Hosts.MasterKey).Stable("x"));
        Assert.NotEqual(_box.Stable("x"), _box.Stable("y"));
        Assert.NotEqual(_box.Stable("x"), Box(newKey).Stable("x"));
    }

    [Theory]
    [InlineData("short")]
    [InlineData("AAECAwQFBgcICQoLDA0ODw==")]
    [InlineData(" ")]
    public void A_malformed_master_key_is_named_as_what_is_wrong(string key)
    {
        var failure = Assert.Throws<MasterKeyException>(() => Box(key).Seal(_secret, Context));

        Assert.Contains("Storage:MasterKey must hold a master key", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("AAECAwQF", failure.Message, StringComparison.Ordinal);
    }

    private static SecretBox Box(string key) => new(new MasterKeys(Options.Create(new StorageSettings { MasterKey = key })));
}
