using AuthHub.SignIn.Throttling;

namespace AuthHub.SignIn.Tests.Throttling;

/// <summary>What counts as one network.</summary>
public sealed class NetworkKeyTests
{
    [Theory]
    [InlineData("192.0.2.7", "192.0.2.7")]
    [InlineData("::ffff:192.0.2.7", "192.0.2.7")]
    [InlineData("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64")]
    [InlineData("2001:db8:1:2::", "2001:db8:1:2::/64")]
    [InlineData("::1", "::/64")]
    [InlineData("fe80::1%eth0", "fe80::/64")]
    [InlineData(null, "unknown")]
    [InlineData("", "unknown")]
    [InlineData("unix", "unknown")]
    [InlineData("192.0.2.7, 10.0.0.1", "unknown")]
    public void An_address_counts_under_its_network(string? address, string key) => Assert.Equal(key, NetworkKey.Of(address));      // ENU-14

    [Fact]
    public void A_whole_64_is_one_network_and_its_neighbour_another()
    {
        Assert.Equal(NetworkKey.Of("2001:db8::1"), NetworkKey.Of("2001:db8::ffff:ffff:ffff:ffff"));
        Assert.NotEqual(NetworkKey.Of("2001:db8::1"), NetworkKey.Of("2001:db8:0:1::1"));
    }
}
