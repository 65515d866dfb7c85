using AuthHub.OpenId.Clients;

namespace AuthHub.OpenId.Requests;

/// <summary>How an answer travels to the app (OAuth 2.0 Multiple Response Type Encoding Practices section 2.1, Form Post Response Mode).</summary>
public static class ResponseModes
{
    public const string Query = "query";
    public const string Fragment = "fragment";
    public const string FormPost = "form_post";

    /// <summary>In the order discovery lists them.</summary>
    public static IReadOnlyList<string> All { get; } = [Query, Fragment, FormPost];

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
        var mode = asked ?? usual;

        // What must not be in a query is not put there on request either.
        return mode == Query && usual == Fragment ? null : Of(client, usual).Contains(mode) ? mode : null;
    }

    private static List<string> Of(Client client, string usual) => client.Metadata.ResponseModes ?? [usual, FormPost];
}
