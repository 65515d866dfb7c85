using System.Text.Json;
using System.Text.Json.Nodes;
using AuthHub.Demo.Control;

namespace AuthHub.Demo.Clients;

/// <summary>Brings client metadata into the one spelling the registration reads: small letters, lists where lists belong, the demo's defaults.</summary>
internal static class MetadataSpelling
{
    private static readonly string[] _lists =
    [
        "redirect_uris", "post_logout_redirect_uris", "grant_types", "response_types", "response_modes", "contacts", "default_acr_values", "request_uris", "authorization_details_types",
        "token_exchange_from", "token_exchange_audiences",
    ];
    private static readonly string[] _words = ["scope", "demand"];

    public static JsonElement Read(JsonElement body)
    {
        if (body.ValueKind != JsonValueKind.Object)
        {
            throw new Refusal(StatusCodes.Status400BadRequest, "The body must be a JSON object of client metadata.");
        }

        var members = new JsonObject();
        try
        {
            foreach (var property in body.EnumerateObject())
            {
                var name = property.Name.ToLowerInvariant();
                members[name] = Mend(name, property.Value);
            }
        }
        catch (InvalidOperationException)
        {
            throw new Refusal(StatusCodes.Status400BadRequest, "The body holds a text that is not Unicode.");
        }

        if (members["grant_types"] is null)
        {
            members["grant_types"] = new JsonArray("authorization_code", "refresh_token");
        }

        return JsonSerializer.SerializeToElement(members);
    }

    private static JsonNode? Mend(string name, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String when _lists.Contains(name) => new JsonArray(value.GetString()),
        JsonValueKind.Array when _words.Contains(name) && value.EnumerateArray().All(word => word.ValueKind == JsonValueKind.String) =>
            value.GetArrayLength() == 0 ? null : string.Join(' ', value.EnumerateArray().Select(word => word.GetString())),
        _ => JsonNode.Parse(value.GetRawText()),
    };
}
