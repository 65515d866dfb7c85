namespace AuthHub.OpenId.Requests;

/// <summary>
/// What an authorization request wants back (RFC 6749 section 3.1.1, OAuth 2.0 Multiple Response Type Encoding Practices sections 3 to 5).
/// Access tokens are never among it, see docs/decisions/0008.
/// </summary>
public sealed record ResponseType
{
    private ResponseType(string name, bool code, bool idToken)
    {
        Name = name;
        HasCode = code;
        HasIdToken = idToken;
    }

    public static ResponseType Code { get; } = new("code", code: true, idToken: false);

    public static ResponseType CodeAndIdToken { get; } = new("code id_token", code: true, idToken: true);

    public static ResponseType IdToken { get; } = new("id_token", code: false, idToken: true);

    /// <summary>Nothing but that the person was there and agreed.</summary>
    public static ResponseType None { get; } = new("none", code: false, idToken: false);

    /// <summary>In the order discovery lists them.</summary>
    public static IReadOnlyList<ResponseType> All { get; } = [Code, CodeAndIdToken, IdToken, None];

    public string Name { get; }

    public bool HasCode { get; }

    public bool HasIdToken { get; }

    /// <summary>The type these words make, in any order (RFC 6749 section 3.1.1); null when it is not offered.</summary>
    public static ResponseType? Find(string words)
    {
        var name = string.Join(' ', words.Split(' ').Order(StringComparer.Ordinal));
        return All.FirstOrDefault(type => type.Name == name);
    }
}
