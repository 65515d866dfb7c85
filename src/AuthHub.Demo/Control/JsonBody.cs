using System.Text.Encodings.Web;
using System.Text.Json;

namespace AuthHub.Demo.Control;

/// <summary>JSON in and out of the demo control.</summary>
internal static class JsonBody
{
    private static readonly JsonSerializerOptions _options = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The body, whatever its content type says; a <see cref="Refusal"/> when it is no JSON.</summary>
    public static async Task<JsonElement> ReadAsync(HttpRequest request)
    {
        try
        {
            using var document = await JsonDocument.ParseAsync(
                request.Body, new JsonDocumentOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip }, request.HttpContext.RequestAborted);
            return document.RootElement.Clone();
        }
        catch (JsonException failure)
        {
            throw new Refusal(StatusCodes.Status400BadRequest, $"The body is not JSON: {failure.Message}");
        }
    }

    public static async Task<Members> ReadObjectAsync(HttpRequest request) => Members.Of(await ReadAsync(request), "", []);

    public static IResult Answer(object value, int status = StatusCodes.Status200OK) => Results.Json(value, _options, "application/json", status);
}
