using System.Text.Json;
using AuthHub.OpenId.Clients;
using AuthHub.OpenId.Errors;

namespace AuthHub.OpenId.Details;

/// <summary>What an app asks for that scopes cannot say, such as one payment of this amount to that account (RFC 9396). Once read, it fits its registered types.</summary>
public sealed class AuthorizationDetails
{
    private const int MostDetails = 10;

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 8, AllowDuplicateProperties = false };

    private AuthorizationDetails(IReadOnlyList<JsonElement> items, string? json) => (Items, Json) = (items, json);

    public static AuthorizationDetails None { get; } = new([], null);

    public IReadOnlyList<JsonElement> Items { get; }

    /// <summary>All of it as one array; null for none.</summary>
    public string? Json { get; }

    /// <summary>Reads the parameter of a request; a refusal where a type is not this client's, or what is said does not fit its type (section 5).</summary>
    public static AuthorizationDetails Read(string? json, Client client, IEnumerable<DetailType> types)
    {
        if (json is null)
        {
            return None;
        }

        try
        {
            var items = Parse(json) ?? throw ProtocolError.InvalidAuthorizationDetails.Because($"no array of 1 to {MostDetails} objects");
            return items.TrueForAll(item => Fits(item, client, types)) ? Of(items)
                : throw ProtocolError.InvalidAuthorizationDetails.Because("type unknown or not registered for this client, or members that do not fit it");
        }
        catch (Exception malformed) when (malformed is JsonException or InvalidOperationException)
        {
            // The second is what reading half a surrogate pair throws.
            throw ProtocolError.InvalidAuthorizationDetails.Because("not JSON, or no Unicode");
        }
    }

    /// <summary>What an authorization keeps; it was checked when it was given.</summary>
    public static AuthorizationDetails OfStored(string? json) => json is null ? None : Of(Parse(json)!);

    /// <summary>The part a token request asks for, each of it granted before and unchanged (section 6); all of it where nothing is asked.</summary>
    public AuthorizationDetails Narrow(string? asked, Client client, IEnumerable<DetailType> types)
    {
        if (asked is null)
        {
            return this;
        }

        var less = Read(asked, client, types);
        return less.Items.All(item => Items.Any(granted => JsonElement.DeepEquals(granted, item)))
            ? less
            : throw ProtocolError.InvalidAuthorizationDetails.Because("more than was granted");
    }

    private static AuthorizationDetails Of(List<JsonElement> items) => new(items, JsonSerializer.Serialize(items));

    private static bool Fits(JsonElement item, Client client, IEnumerable<DetailType> types) =>
        item.TryGetProperty("type", out var named) && named.ValueKind == JsonValueKind.String && named.GetString() is { } name
        && client.Metadata.AuthorizationDetailsTypes?.Contains(name) == true
        && types.FirstOrDefault(type => type.Type == name)?.Fits(item) == true;

    private static List<JsonElement>? Parse(string json)
    {
        var root = JsonElement.Parse(json, Strict);
        return root.ValueKind == JsonValueKind.Array && root.GetArrayLength() is > 0 and <= MostDetails && root.EnumerateArray().All(item => item.ValueKind == JsonValueKind.Object)
            ? [.. root.EnumerateArray()]
            : null;
    }
}
