using System.Security.Cryptography;
using System.Text;
using AuthHub.Methods.Password;

namespace AuthHub.Methods.Tests.Password;

public sealed class PhcHashTests
{
    [Theory]      // Figures of the reference implementation's own test program (version 1.3, Argon2id).
    [InlineData("$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc", "password", true)]
    [InlineData("$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc", "differentpassword", false)]
    [InlineData("$argon2id$v=19$m=256,t=2,p=2$c29tZXNhbHQ$bQk8UB/VmZZF4Oo79iDXuL5/0ttZwg2f/5U52iv1cDc", "password", true)]
    public void Hashes_made_elsewhere_are_checked(string text, string password, bool right)
    {
        Assert.SkipUnless(Sodium.Available, "libsodium is not here.");
        Assert.Equal(right, PhcHash.Parse(text)!.Verify(Encoding.UTF8.GetBytes(password)));
    }

    [Fact]
    public void What_we_make_parses_and_verifies()
    {
        var password = Encoding.UTF8.GetBytes("velvet otter kayak 31");
        foreach (var made in new PhcHash[] { Argon2id.Create(password, 19456, 2), Pbkdf2.Create(password, 210_000) })
        {
            Assert.True(PhcHash.Parse(made.Text)!.Verify(password));
            Assert.False(PhcHash.Parse(made.Text)!.Verify("another"u8));
        }
    }

    [Fact]      // Recomputed with the framework: the text holds rounds, salt and hash and nothing else decides.
    public void PBKDF2_is_the_standard_one()
    {
        var hash = Rfc2898DeriveBytes.Pbkdf2("password"u8, "saltsalt"u8, 1000, HashAlgorithmName.SHA512, 64);
        var text = $"$pbkdf2-sha512$i=1000${Convert.ToBase64String("saltsalt"u8).TrimEnd('=')}${Convert.ToBase64String(hash).TrimEnd('=')}";
        Assert.True(PhcHash.Parse(text)!.Verify("password"u8));
    }

    [Theory]      // An import must not be able to exhaust the machine or smuggle in another algorithm.
    [InlineData("")]
    [InlineData("$")]
    [InlineData("plain text")]
    [InlineData("$2b$12$abcdefghijklmnopqrstuuABCDEFGHIJKLMNOPQRSTUVWXYZ01234")]
    [InlineData("$argon2i$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc")]
    [InlineData("$argon2id$v=16$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc")]
    [InlineData("$argon2id$v=19$m=4194304,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc")]
    [InlineData("$argon2id$v=19$m=65536,t=9999999,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc")]
    [InlineData("$argon2id$v=19$m=65536,t=0,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc")]
    [InlineData("$argon2id$v=19$m=-1,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc")]
    [InlineData("$argon2id$v=19$m=65536,t=2,p=255$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc")]
    [InlineData("$argon2id$v=19$m=65536,t=2,p=1$$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc")]
    [InlineData("$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFh")]
    [InlineData("$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc$")]
    [InlineData("$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc\0")]
    [InlineData("$pbkdf2-sha512$i=1$c2FsdHNhbHQ$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("$pbkdf2-sha512$i=999999999$c2FsdHNhbHQ$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public void What_cannot_be_trusted_does_not_parse(string text)
    {
        Assert.Null(PhcHash.Parse(text));
        Assert.Null(PasswordState.FromHash(text));
    }
}
