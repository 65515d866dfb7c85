namespace AuthHub.Methods.Password;

/// <summary>A stored password hash with all that is needed to check it: the PHC string format. A string nobody here can afford or understand does not parse.</summary>
public abstract record PhcHash
{
    /// <summary>Longest text looked at.</summary>
    private const int MaxText = 512;

    /// <summary>The algorithm's name, the first field of the text.</summary>
    public abstract string Algorithm { get; }

    /// <summary>The PHC string itself.</summary>
    public required string Text { get; init; }

    public static PhcHash? Parse(string text) =>
        text.Length <= MaxText && text.All(sign => sign is > ' ' and <= '~')
            ? text.Split('$') switch
            {
                ["", Argon2id.Name, "v=19", var parameters, var salt, var hash] => Argon2id.Parse(text, parameters, salt, hash),
                ["", Pbkdf2.Name, var parameters, var salt, var hash] => Pbkdf2.Parse(text, parameters, salt, hash),
                _ => null,
            }
            : null;

    public abstract bool Verify(ReadOnlySpan<byte> password);

    /// <summary>Base64 as PHC writes it: standard alphabet, no padding.</summary>
    protected static string Encode(ReadOnlySpan<byte> bytes) => Convert.ToBase64String(bytes).TrimEnd('=');

    protected static byte[]? Decode(string text, int least, int most)
    {
        if (text.Contains('=', StringComparison.Ordinal) || text.Length % 4 == 1)
        {
            return null;
        }

        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text + new string('=', (4 - (text.Length % 4)) % 4), bytes, out var length) && length >= least && length <= most
            ? bytes[..length]
            : null;
    }

    /// <summary>A whole number in plain decimal between two bounds, after its name and an equals sign.</summary>
    protected static int? Number(string text, string name, int least, int most) =>
        text.StartsWith(name + "=", StringComparison.Ordinal)
        && text[(name.Length + 1)..] is { Length: <= 9 } digits && digits.Length > 0 && digits.All(char.IsAsciiDigit)
        && int.Parse(digits, System.Globalization.CultureInfo.InvariantCulture) is var number && number >= least && number <= most
            ? number
            : null;
}
