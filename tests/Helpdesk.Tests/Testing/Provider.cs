using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Logging;

namespace Helpdesk.Tests.Testing;

/// <summary>A small but honest OpenID provider that says yes to everybody; a test spoils one thing of it.</summary>
internal sealed class Provider : IAsyncDisposable
{
    public const string ClientId = "help desk";
    public const string ClientSecret = "s3cret: +%&ā";

    private readonly Dictionary<string, (string Nonce, string Challenge, string RedirectUri, string Acr)> codes = [];
    private WebApplication? app;

    public string Issuer { get; private set; } = "";

    public SigningKey Key { get; set; } = new("RS256", "key-1");

    public JsonObject Person { get; } = new() { ["sub"] = "user-1", ["name"] = "Kristīne Kalniņa", ["preferred_username"] = "kristine.kalnina" };

    public string Acr { get; set; } = "basic";

    public bool CanStepUp { get; set; } = true;

    public string? AnswerWithError { get; set; }

    public Action<Dictionary<string, string?>> ChangeAnswer { get; set; } = _ => { };

    public Action<JsonObject> ChangeMetadata { get; set; } = _ => { };

    public Action<JsonObject> ChangeClaims { get; set; } = _ => { };

    public Func<string, string> ChangeIdToken { get; set; } = token => token;

    public Action<JsonObject> ChangeTokenAnswer { get; set; } = _ => { };

    public Action<JsonObject> ChangeUserInfo { get; set; } = _ => { };

    public int TokenStatus { get; set; } = 200;

    /// <summary>False for a provider that knows no PKCE: then only the app itself stands between a code and a thief.</summary>
    public bool ChecksVerifier { get; set; } = true;

    public List<IQueryCollection> Authorizations { get; } = [];

    public List<IQueryCollection> LogOuts { get; } = [];

    public int KeyRequests { get; private set; }

    public async Task StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(Issuer.Length == 0 ? "http://127.0.0.1:0" : Issuer);
        app = builder.Build();
        app.MapGet("/.well-known/openid-configuration", () => Json(Metadata()));
        app.MapGet("/jwks", () => Json(KeySet()));
        app.MapGet("/authorize", Authorize);
        app.MapPost("/token", TokenAsync);
        app.MapGet("/userinfo", UserInfo);
        app.MapGet("/logout", LogOut);
        await app.StartAsync();
        Issuer = app.Urls.Single();
    }

    public async Task StopAsync()
    {
        if (app is not null)
        {
            await app.DisposeAsync();
            app = null;
        }
    }

    public async ValueTask DisposeAsync() => await StopAsync();

    private static IResult Json(JsonNode json, int status = 200) => Results.Text(json.ToJsonString(), "application/json", Encoding.UTF8, status);

    private JsonObject Metadata()
    {
        var metadata = new JsonObject
        {
            ["issuer"] = Issuer,
            ["authorization_endpoint"] = Issuer + "/authorize",
            ["token_endpoint"] = Issuer + "/token",
            ["userinfo_endpoint"] = Issuer + "/userinfo",
            ["jwks_uri"] = Issuer + "/jwks",
            ["end_session_endpoint"] = Issuer + "/logout",
            ["authorization_response_iss_parameter_supported"] = true,
        };
        ChangeMetadata(metadata);
        return metadata;
    }

    private JsonObject KeySet()
    {
        KeyRequests++;
        return new JsonObject { ["keys"] = new JsonArray(Key.ToJwk()) };
    }

    private IResult Authorize(HttpRequest request)
    {
        var query = request.Query;
        Authorizations.Add(query);
        Assert.Equal(("code", ClientId, "S256"), (query["response_type"].ToString(), query["client_id"].ToString(), query["code_challenge_method"].ToString()));
        Assert.EndsWith("/signin-authhub", query["redirect_uri"]);
        var code = Convert.ToHexString(RandomNumberGenerator.GetBytes(16));
        var acr = CanStepUp && query["acr_values"] == "medium" ? "medium" : Acr;
        codes[code] = (query["nonce"]!, query["code_challenge"]!, query["redirect_uri"]!, acr);
        var answer = new Dictionary<string, string?> { ["state"] = query["state"], ["iss"] = Issuer };
        answer[AnswerWithError is null ? "code" : "error"] = AnswerWithError ?? code;
        ChangeAnswer(answer);
        return Results.Redirect(QueryHelpers.AddQueryString(query["redirect_uri"]!, answer));
    }

    private async Task<IResult> TokenAsync(HttpRequest request)
    {
        var form = await request.ReadFormAsync();
        var credentials = Encoding.ASCII.GetString(Convert.FromBase64String(request.Headers.Authorization.ToString()["Basic ".Length..])).Split(':');
        if (WebUtility.UrlDecode(credentials[0]) != ClientId || WebUtility.UrlDecode(credentials[1]) != ClientSecret)
        {
            return Json(new JsonObject { ["error"] = "invalid_client" }, 401);
        }

        if (!codes.Remove(form["code"].ToString(), out var code) || form["redirect_uri"] != code.RedirectUri || TokenStatus != 200
            || (ChecksVerifier && Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(form["code_verifier"].ToString()))) != code.Challenge))
        {
            return Json(new JsonObject { ["error"] = "invalid_grant" }, TokenStatus == 200 ? 400 : TokenStatus);
        }

        var answer = new JsonObject { ["access_token"] = "access-1", ["token_type"] = "bearer", ["id_token"] = IdToken(code.Nonce, code.Acr) };
        ChangeTokenAnswer(answer);
        return Json(answer);
    }

    private string IdToken(string nonce, string acr)
    {
        var now = DateTimeOffset.UnixEpoch.AddSeconds(TimeProvider.System.GetUtcNow().ToUnixTimeSeconds()).ToUnixTimeSeconds();
        var claims = new JsonObject
        {
            ["iss"] = Issuer,
            ["sub"] = Person["sub"]!.ToString(),
            ["aud"] = ClientId,
            ["exp"] = now + 300,
            ["iat"] = now,
            ["nonce"] = nonce,
            ["acr"] = acr,
            ["at_hash"] = Base64Url.EncodeToString(SHA256.HashData("access-1"u8).AsSpan(0, 16)),
        };
        ChangeClaims(claims);
        return ChangeIdToken(Key.Sign(claims));
    }

    private IResult UserInfo(HttpRequest request)
    {
        Assert.Equal("Bearer access-1", request.Headers.Authorization);
        var answer = (JsonObject)Person.DeepClone();
        ChangeUserInfo(answer);
        return Json(answer);
    }

    private IResult LogOut(HttpRequest request)
    {
        LogOuts.Add(request.Query);
        return Results.Redirect(request.Query["post_logout_redirect_uri"]!);
    }
}
