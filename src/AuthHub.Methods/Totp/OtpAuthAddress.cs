namespace AuthHub.Methods.Totp;

/// <summary>The <c>otpauth</c> address that apps read from the QR code.</summary>
public static class OtpAuthAddress
{
    /// <param name="issuer">The name above the code in the app's list.</param>
    /// <param name="account">Whose code it is.</param>
    /// <param name="key">Base32 text.</param>
    public static string Of(string issuer, string account, string key)
    {
        // A colon separates issuer and account, so neither may hold one.
        var from = Uri.EscapeDataString(Plain(issuer));
        var whose = Uri.EscapeDataString(Plain(account));
        return $"otpauth://totp/{from}:{whose}?secret={key}&issuer={from}&algorithm=SHA1&digits={TotpCode.Digits}&period={TotpCode.StepSeconds}";
    }

    private static string Plain(string text)
    {
        var plain = new string([.. text.Where(sign => !char.IsControl(sign) && !char.IsSurrogate(sign)).Select(sign => sign == ':' ? ' ' : sign)]).Trim();
        return plain.Length > 64 ? plain[..64] : plain;
    }
}
