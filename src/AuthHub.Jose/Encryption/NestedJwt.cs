using System.Text;

namespace AuthHub.Jose.Encryption;

/// <summary>JWTs signed, then encrypted (RFC 7519 sections 5.2 and 11.2), one inside the other and no deeper.</summary>
public static class NestedJwt
{
    private const string Inside = "JWT";

    /// <summary>True for what has the five parts of an encrypted object, good or not; a signed one has three.</summary>
    public static bool LooksEncrypted(string token) => token.AsSpan().Count('.') == 4;

    /// <summary>Encrypts a token that <see cref="CompactJws"/> has signed.</summary>
    public static string Encrypt(EncryptionKey key, string signed) => CompactJwe.Encrypt(key, Encoding.ASCII.GetBytes(signed), cty: Inside);

    /// <summary>Takes the signed token out of the encrypted one. Nothing of it is checked yet.</summary>
    /// <param name="token">The encrypted one.</param>
    /// <param name="find">Our key for a <c>kid</c>.</param>
    /// <param name="typ">The explicit type the one inside may be said to have instead of plain <c>JWT</c> (RFC 8725 section 3.11).</param>
    public static NestedVerdict Open(string token, Func<string?, DecryptionKey?> find, string? typ = null)
    {
        var verdict = CompactJwe.Decrypt(token, find);
        if (verdict is not JweVerdict.Decrypted decrypted)
        {
            return new NestedVerdict.Refused(((JweVerdict.Refused)verdict).Reason);
        }

        if (!HeaderRules.IsType(decrypted.Header.ContentType, Inside) && (typ is null || !HeaderRules.IsType(decrypted.Header.ContentType, typ)))
        {
            return new NestedVerdict.Refused(JoseRefusal.ContentTypeMismatch);
        }

        return Ascii.IsValid(decrypted.Plaintext)
            ? new NestedVerdict.Opened(Encoding.ASCII.GetString(decrypted.Plaintext))
            : new NestedVerdict.Refused(JoseRefusal.NotCompact);
    }

    /// <summary>Opens one of our own encrypted tokens or one encrypted to us, then checks what is inside as if it had come alone.</summary>
    public static JwtVerdict Verify(string token, Func<string?, DecryptionKey?> findDecryption, Func<string?, VerificationKey?> find, JwtExpectation expectation, DateTimeOffset now) =>
        Open(token, findDecryption, expectation.Typ) switch
        {
            NestedVerdict.Opened opened => Jwt.Verify(opened.Signed, find, expectation, now),
            var refused => new JwtVerdict.Refused(((NestedVerdict.Refused)refused).Reason),
        };

    /// <summary>Opens what a client signed with one of its own keys and encrypted to us.</summary>
    public static JwtVerdict Verify(string token, Func<string?, DecryptionKey?> findDecryption, VerificationKeys keys, JwtExpectation expectation, DateTimeOffset now) =>
        Open(token, findDecryption, expectation.Typ) switch
        {
            NestedVerdict.Opened opened => Jwt.Verify(opened.Signed, keys, expectation, now),
            var refused => new JwtVerdict.Refused(((NestedVerdict.Refused)refused).Reason),
        };
}
