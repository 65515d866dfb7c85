using AuthHub.OpenId.Clients;

namespace AuthHub.OpenId.Requests;

/// <summary>
/// How an answer travels to the app (OAuth 2.0 Multiple Response Type Encoding Practices section 2.1, Form Post Response Mode), plain or as
/// one signed JWT (JARM section 2.3).
/// </summary>
public static class ResponseModes
{
    public const string Query = "query";
    public const string Fragment = "fragment";
    public const string FormPost = "form_post";

    /// <summary>The signed form of the mode a type has anyway (JARM section 2.3.4).</summary>
    public const string Jwt = "jwt";

    private const string Signed = ".jwt";

    /// <summary>In the order discovery lists them.</summary>
    public static IReadOnlyList<string> All { get; } = [Query, Fragment, FormPost, Query + Signed, Fragment + Signed, FormPost + Signed, Jwt];

    /// <summary>
    /// The mode a type has when none is asked for. Types that carry or wanted to carry a token answer in the fragment, which servers and
    /// their logs do not see (section 5 there); so do their errors.
    /// </summary>
    public static string DefaultOf(string? responseType) =>
        responseType?.Split(' ').Any(word => word is "id_token" or "token") == true ? Fragment : Query;

    /// <summary>The mode for this answer; null when the one asked for is not for this type or this client (ASVS 10.4.12).</summary>
    public static string? Choose(Client client, string? responseType, string? asked)
    {
        var usual = DefaultOf(responseType);
        var mode = asked is null ? usual : asked == Jwt ? usual + Signed : asked;
        var open = Of(client, usual);
        if (!open.Contains(mode) && !(asked == Jwt && open.Contains(Jwt)))
        {
            return null;
        }

        // What must not be in a query is not put there on request either, nor signed (JARM section 2.3.1).
        return usual == Fragment && CarrierOf(mode) == Query ? null : mode;
    }

    public static bool IsSigned(string mode) => mode == Jwt || mode.EndsWith(Signed, StringComparison.Ordinal);

    /// <summary>The mode without its signature.</summary>
    public static string CarrierOf(string mode) => IsSigned(mode) ? mode[..^Signed.Length] : mode;

    /// <summary>Those registered; else the type's own and the form post, and signed only for clients that registered how.</summary>
    private static List<string> Of(Client client, string usual)
    {
        if (client.Metadata.ResponseModes is { } registered)
        {
            return registered;
        }

        List<string> plain = [usual, FormPost];
        return client.Metadata.AuthorizationSignedResponseAlg is null ? plain : [.. plain, usual + Signed, FormPost + Signed, Jwt];
    }
}
