namespace AuthHub.Methods.Totp;

/// <summary>Model of the set-up page.</summary>
/// <param name="Qr">The QR code as an SVG element.</param>
/// <param name="Key">The key as base32 text.</param>
/// <param name="Address">The <c>otpauth</c> address in the QR code, for people who are on the phone already.</param>
public sealed record TotpEnrolment(string Qr, string Key, string Address)
{
    public const int MaxLabel = 40;

    /// <summary>The key in groups of four, easy to read aloud and type.</summary>
    public IEnumerable<string> Groups => Key.Chunk(4).Select(group => new string(group));
}
