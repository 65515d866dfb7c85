using System.Text;

namespace AuthHub.Jose.Tests.Differential;

/// <summary>Small wrongs done to tokens, to their parts, and to the JSON inside before it is signed or encrypted.</summary>
internal static class Mutation
{
    private const string Letters = "ABCXYZabcxyz0189-_.=+/ \n\t\0?{}\"é";

    private static readonly string[] Times = ["1799999999", "1800000000", "1800000001", "1800000002", "1800000001.0", "1.800000001e9", "\"1800000001\"", "[1800000001]", "0", "-0", "-1", "1e400", "253402300799", "253402300800", "18446744073709551616", "null"];

    private static readonly string[] Algorithms = ["\"none\"", "\"None\"", "\"HS256\"", "\"HS512\"", "\"RS256\"", "\"PS256\"", "\"PS384\"", "\"ES256\"", "\"ES384\"", "\"es256\"", "\"ES256K\"", "\"EdDSA\"", "\"dir\"", "\"RSA1_5\"", "\"RSA-OAEP\"", "\"RSA-OAEP-256\"", "\"ECDH-ES\"", "\"ECDH-ES+A128KW\"", "\"ECDH-ES+A256KW\"", "\"PBES2-HS256+A128KW\"", "[\"RS256\"]", "null"];

    private static readonly string[] Types = ["\"JWT\"", "\"jwt\"", "\"application/JWT\"", "\"APPLICATION/jwt\"", "\"application/application/jwt\"", "\"at+jwt\"", "\"dpop+jwt\"", "\"DPoP+jwt\"", "\"JWT \"", "\"\\u004aWT\"", "\"\"", "[\"JWT\"]"];

    private static readonly string[] Bytes64 = ["\"\"", "\"A\"", "\"AA\"", "\"AB\"", "\"QWxpY2U\"", "\"QWxpY2U=\"", "\"AAAA\"", "\"-_\"", "\"+/\""];

    private static readonly string[] Keys =
    [
        "{}", "{\"kty\":\"oct\",\"k\":\"AAAA\"}", "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"AAAA\",\"y\":\"AAAA\"}",
        "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"gI0GAILBdu7T53akrFmMyGcsF3n5dO7MmwNBHKW5SV0\",\"y\":\"SLW_xSffzlPWrHEVI30DHM_4egVwt3NQqeUD7nMFpps\"}",
        "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"gI0GAILBdu7T53akrFmMyGcsF3n5dO7MmwNBHKW5SV0\",\"y\":\"SLW_xSffzlPWrHEVI30DHM_4egVwt3NQqeUD7nMFppg\"}",
    ];

    /// <summary>Values that some reader might take for good, by member.</summary>
    private static readonly Dictionary<string, string[]> Fitting = new()
    {
        ["alg"] = Algorithms,
        ["enc"] = ["\"A128GCM\"", "\"A256GCM\"", "\"A128CBC-HS256\"", "\"A256CBC-HS512\"", "\"a256gcm\"", "null"],
        ["typ"] = Types,
        ["cty"] = Types,
        ["kid"] = ["\"a\"", "\"b\"", "\"\"", "1", "null", "\"../../dev/null\""],
        ["crit"] = ["[]", "[\"exp\"]", "[\"b64\"]", "[\"alg\"]", "\"b64\"", "null", "[1]"],
        ["b64"] = ["true", "false", "\"false\"", "null", "0"],
        ["zip"] = ["\"DEF\"", "\"\"", "null", "\"def\""],
        ["jwk"] = Keys,
        ["epk"] = Keys,
        ["apu"] = Bytes64,
        ["apv"] = Bytes64,
        ["iv"] = Bytes64,
        ["tag"] = Bytes64,
        ["p2s"] = Bytes64,
        ["p2c"] = ["0", "1", "2147483647", "1e9"],
        ["iss"] = ["\"https://id.example\"", "\"https://id.example/\"", "\"HTTPS://id.example\"", "[\"https://id.example\"]", "\"https:\\/\\/id.example\"", "\"\""],
        ["aud"] = ["\"api\"", "[\"api\"]", "[\"x\",\"api\"]", "[\"api\",1]", "[[\"api\"]]", "\"API\"", "[]", "{\"api\":1}", "\"api \"", "null"],
        ["sub"] = ["\"\"", "1", "null", "[\"alice\"]"],
        ["jti"] = ["\"\"", "1", "null"],
        ["exp"] = Times,
        ["nbf"] = Times,
        ["iat"] = Times,
        ["use"] = ["\"sig\"", "\"enc\"", "\"SIG\"", "[\"sig\"]", "null"],
        ["key_ops"] = ["[\"verify\"]", "[\"sign\"]", "[\"verify\",\"sign\"]", "[]", "\"verify\"", "[\"verify\",\"verify\"]"],
        ["kty"] = ["\"EC\"", "\"RSA\"", "\"oct\"", "\"OKP\"", "\"ec\"", "null"],
        ["crv"] = ["\"P-256\"", "\"P-384\"", "\"secp256k1\"", "\"Ed25519\"", "null"],
        ["d"] = Bytes64,
        ["k"] = Bytes64,
        ["x"] = Bytes64,
    };

    private static readonly string[] Members = [.. Fitting.Keys, "jku", "x5u", "x5c", "url", "nonce", "Alg", "\\u0061lg", "ex\\u0070", "__proto__", "constructor"];

    private static readonly string[] Values = [.. Fitting.Values.SelectMany(v => v).Distinct(), "true", "1.5", "\"\\ud800\"", "9007199254740993", "[[]]"];

    private static readonly string[] Around = ["\uFEFF", " ", "\n", "{", "}", "x", ",", "\0", "[", "//"];

    /// <summary>Changes the finished token: letters, parts, or bytes of a part.</summary>
    public static string OfToken(string token, string other, Dice dice) => dice.Below(4) switch
    {
        0 => Letter(token, dice),
        1 => Parts(token, other, dice),
        _ => Bytes(token, dice),
    };

    /// <summary>Changes JSON that will be signed or encrypted properly, so that only its reading decides.</summary>
    public static byte[] OfJson(string json, Dice dice)
    {
        var text = dice.Below(10) switch
        {
            < 4 => With(json, dice),
            < 6 => Replace(json, dice),
            6 => Letter(json, dice),
            7 => dice.Pick(Around) + json,
            8 => json + dice.Pick(Around),
            _ => json,
        };
        var bytes = Encoding.UTF8.GetBytes(text);

        // A byte that is no UTF-8, wherever it falls.
        return text == json ? Splice(bytes, dice.Below(bytes.Length + 1), [(byte)(0x80 + dice.Below(0x80))]) : bytes;
    }

    /// <summary>One member more, or the same one twice, first or last.</summary>
    private static string With(string json, Dice dice)
    {
        var name = dice.Pick(Members);
        var member = $"\"{name}\":{ValueFor(name, dice)}";
        return dice.Below(2) == 0 ? "{" + member + "," + json[1..] : json[..^1] + "," + member + "}";
    }

    /// <summary>Another value, or none, for one member of the outermost object.</summary>
    private static string Replace(string json, Dice dice)
    {
        var members = JsonElementText.Members(json);
        var at = dice.Below(members.Count);
        members[at] = dice.Below(5) switch
        {
            0 => "",
            1 => members[at].Replace(members[at].Split(':')[0], $"\"{dice.Pick(Members)}\"", StringComparison.Ordinal),
            _ => members[at].Split(':')[0] + ":" + ValueFor(members[at].Split('"')[1], dice),
        };
        return "{" + string.Join(',', members.Where(m => m.Length > 0)) + "}";
    }

    /// <summary>Mostly one the member might have.</summary>
    private static string ValueFor(string name, Dice dice) =>
        Fitting.TryGetValue(name, out var fitting) && dice.Below(3) > 0 ? dice.Pick(fitting) : dice.Pick(Values);

    private static string Letter(string text, Dice dice)
    {
        var at = dice.Below(text.Length);
        var letter = Letters[dice.Below(Letters.Length)];
        return dice.Below(4) switch
        {
            0 => text.Remove(at, 1),
            1 => text.Insert(at, letter.ToString()),
            2 => text[..at],
            _ => text[..at] + letter + text[(at + 1)..],
        };
    }

    private static string Parts(string token, string other, Dice dice)
    {
        var (parts, others) = (token.Split('.').ToList(), other.Split('.'));
        var at = dice.Below(parts.Count);
        switch (dice.Below(5))
        {
            case 0: parts.RemoveAt(at); break;
            case 1: parts.Insert(at, dice.Pick(parts)); break;
            case 2: parts[at] = ""; break;
            case 3: parts[at] = dice.Pick(parts); break;
            default: parts[at] = others[at % others.Length]; break;
        }

        return string.Join('.', parts);
    }

    private static string Bytes(string token, Dice dice)
    {
        var parts = token.Split('.');
        var at = dice.Below(parts.Length);
        if (!Base64UrlText.TryDecode(parts[at], out var bytes) || bytes.Length == 0)
        {
            return Letter(token, dice);
        }

        var where = dice.Below(bytes.Length);
        bytes = dice.Below(5) switch
        {
            0 => bytes[..where],
            1 => Splice(bytes, where, [(byte)dice.Below(256)]),
            2 => new byte[bytes.Length],
            3 => bytes[where..],
            _ => [.. bytes[..where], (byte)(bytes[where] ^ (1 << dice.Below(8))), .. bytes[(where + 1)..]],
        };
        parts[at] = Base64UrlText.Encode(bytes);
        return string.Join('.', parts);
    }

    private static byte[] Splice(byte[] bytes, int at, byte[] more) => [.. bytes[..at], .. more, .. bytes[at..]];
}
