using System.Text.Json;
using Microsoft.Extensions.Options;

namespace Helpdesk.SignIn;

/// <summary>AuthHub tells that a session of its own ended: what began with it here ends, too (OpenID Back-Channel Logout 1.0 section 2.5).</summary>
internal static partial class BackChannelLogout
{
    public const string Path = "/backchannel-logout";

    private const string Type = "logout+jwt";
    private const string Event = "http://schemas.openid.net/event/backchannel-logout";
    private const int Leeway = 60;
    private const int LongestToken = 8 * 1024;

    public static void MapBackChannelLogout(this IEndpointRouteBuilder routes) => routes.MapPost(Path, HandleAsync);

    private static async Task<IResult> HandleAsync(
        HttpContext context, Discovery discovery, ProviderKeys keys, EndedSessions ended, TimeProvider time, IOptions<HelpdeskSettings> settings, ILoggerFactory loggers)
    {
        context.Response.Headers.CacheControl = "no-store";
        var token = context.Request.HasFormContentType ? (await context.Request.ReadFormAsync(context.RequestAborted))["logout_token"] : default;
        if (token is not [{ Length: > 0 and <= LongestToken } text])
        {
            return Results.BadRequest();
        }

        try
        {
            var metadata = await discovery.KnownAsync(context.RequestAborted);
            var claims = await VerifyAsync(text, keys, context.RequestAborted);

            // The same token once more ends what has ended: there is nothing to gain by a repeat.
            ended.Add(SessionCookie.NameOf(Check(claims, metadata.Issuer, settings.Value.ClientId, time.GetUtcNow().ToUnixTimeSeconds())));
            return Results.Ok();
        }
        catch (SignInException failure)
        {
            LogRefused(loggers.CreateLogger(typeof(BackChannelLogout).FullName!), failure.Message);
            return Results.BadRequest();
        }
    }

    private static async Task<JsonElement> VerifyAsync(string text, ProviderKeys keys, CancellationToken cancellationToken)
    {
        var token = SignedToken.Read(text, type => Type.Equals(type, StringComparison.OrdinalIgnoreCase));
        var key = await keys.FindAsync(token.KeyId, token.Algorithm, cancellationToken);
        return key?.Verify(token.Algorithm, token.Signed, token.Signature) == true ? token.Claims : throw Refuse("signature");
    }

    /// <summary>Section 2.6; the session that ended.</summary>
    private static string Check(JsonElement claims, string issuer, string clientId, long now)
    {
        Require(claims.Text("iss") == issuer, "iss");
        Require(claims.Texts("aud") is [var audience] && audience == clientId, "aud");
        Require(claims.Seconds("iat") <= now + Leeway, "iat");
        Require(claims.Seconds("exp") > now - Leeway, "exp");
        Require(claims.Text("jti") is { Length: > 0 }, "jti");
        Require(!claims.TryGetProperty("nonce", out _), "nonce");
        Require(claims.TryGetProperty("events", out var events) && events.ValueKind == JsonValueKind.Object && events.TryGetProperty(Event, out var happened) && happened.ValueKind == JsonValueKind.Object, "events");
        return claims.Text("sid") is { Length: > 0 and <= 128 } session ? session : throw Refuse("sid");
    }

    private static void Require(bool holds, string claim)
    {
        if (!holds)
        {
            throw Refuse(claim);
        }
    }

    private static SignInException Refuse(string what) => new(SignInProblem.TokenRejected, $"Logout token: {what} is missing or wrong.");

    [LoggerMessage(Level = LogLevel.Warning, Message = "A logout token was refused: {Reason}")]
    private static partial void LogRefused(ILogger logger, string reason);
}
