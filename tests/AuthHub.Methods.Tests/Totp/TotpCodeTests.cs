using System.Text;
using AuthHub.Methods.Tests.Shared;
using AuthHub.Methods.Totp;

namespace AuthHub.Methods.Tests.Totp;

public sealed class TotpCodeTests
{
    private static readonly byte[] Seed = Encoding.ASCII.GetBytes("12345678901234567890");

    [Theory]      // RFC 4226 appendix D
    [InlineData(0, "755224")]
    [InlineData(1, "287082")]
    [InlineData(2, "359152")]
    [InlineData(3, "969429")]
    [InlineData(4, "338314")]
    [InlineData(5, "254676")]
    [InlineData(6, "287922")]
    [InlineData(7, "162583")]
    [InlineData(8, "399871")]
    [InlineData(9, "520489")]
    public void Counter_codes_equal_the_published_ones(long counter, string code) => Assert.Equal(code, TotpCode.Of(Seed, counter));

    [Theory]      // RFC 6238 appendix B, SHA-1
    [InlineData(59, "94287082")]
    [InlineData(1111111109, "07081804")]
    [InlineData(1111111111, "14050471")]
    [InlineData(1234567890, "89005924")]
    [InlineData(2000000000, "69279037")]
    [InlineData(20000000000, "65353130")]
    public void Time_codes_equal_the_published_ones(long seconds, string code) =>
        Assert.Equal(code, TotpCode.Of(Seed, TotpCode.StepOf(DateTimeOffset.FromUnixTimeSeconds(seconds)), digits: 8));

    [Theory]      // RFC 4648 section 10, without padding
    [InlineData("", "")]
    [InlineData("f", "MY")]
    [InlineData("fo", "MZXQ")]
    [InlineData("foo", "MZXW6")]
    [InlineData("foob", "MZXW6YQ")]
    [InlineData("fooba", "MZXW6YTB")]
    [InlineData("foobar", "MZXW6YTBOI")]
    public void Base32_goes_both_ways(string text, string encoded)
    {
        Assert.Equal(encoded, Base32.Encode(Encoding.ASCII.GetBytes(text)));
        Assert.Equal(text, Encoding.ASCII.GetString(Base32.Decode(encoded)!));
    }

    [Fact]
    public void All_published_values_match()      // OTP-11
    {
        foreach (var test in Vectors.Json("otp/rfc6238-totp.json").GetProperty("cases").EnumerateArray())
        {
            if (test.GetProperty("algorithm").GetString() == "SHA1")
            {
                var secret = Convert.FromHexString(test.GetProperty("secretHex").GetString()!);
                var step = test.GetProperty("unixTime").GetInt64() / TotpCode.StepSeconds;
                Assert.Equal(test.GetProperty("totp8").GetString(), TotpCode.Of(secret, step, 8));
                Assert.Equal(test.GetProperty("totp6").GetString(), TotpCode.Of(secret, step));
            }
        }
    }
}
