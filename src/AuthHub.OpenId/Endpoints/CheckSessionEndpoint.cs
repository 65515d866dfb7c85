using System.Text;
using AuthHub.OpenId.Errors;
using AuthHub.OpenId.SessionManagement;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;

namespace AuthHub.OpenId.Endpoints;

/// <summary>The frame apps load to learn, without a request, whether the browser's session changed (OpenID Session Management section 3.3).</summary>
internal static class CheckSessionEndpoint
{
    private const string ScriptAddress = OpenIdRoutes.CheckSession + ".js";

    /// <summary>Answers each message "client_id session_state" to whoever sent it; who sends another's learns only "changed".</summary>
    private const string Script = """
        (() => {
          "use strict";
          const cookie = document.currentScript.dataset.cookie + "=";
          const browserState = () => {
            const found = document.cookie.split("; ").filter((one) => one.startsWith(cookie));
            return found.length === 1 ? found[0].slice(cookie.length) : "";
          };
          const hash = async (text) => {
            const bytes = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
            return btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
          };
          const answer = async (message, origin) => {
            const cut = message.lastIndexOf(" ");
            const [expected, salt, ...more] = message.slice(cut + 1).split(".");
            if (cut < 1 || !expected || !salt || more.length > 0) {
              return "error";
            }
            const state = browserState();
            return state !== "" && await hash(`${message.slice(0, cut)} ${origin} ${state} ${salt}`) === expected ? "unchanged" : "changed";
          };
          window.addEventListener("message", async (event) => {
            if (event.source === null || event.source === window || event.origin === "null" || typeof event.data !== "string" || event.data.length > 4096) {
              return;
            }
            event.source.postMessage(await answer(event.data, event.origin), event.origin);
          });
        })();
        """;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(OpenIdRoutes.CheckSession, HandleFrame).WithMetadata(new MayBeFramed(), new ForPeople());
        routes.MapGet(ScriptAddress, (HttpContext context, IOptions<OpenIdSettings> settings) => settings.Value.SessionManagement ? Text(context, "text/javascript", Script) : Results.NotFound());
    }

    private static IResult HandleFrame(HttpContext context, IOptions<OpenIdSettings> settings)
    {
        if (!settings.Value.SessionManagement)
        {
            return Results.NotFound();
        }

        var cookie = BrowserState.CookieName(settings.Value.Issuer);
        var local = settings.Value.LocalClientsAllowed ? " http://localhost:* http://127.0.0.1:*" : "";
        context.Response.Headers.ContentSecurityPolicy = $"default-src 'none'; script-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors https:{local}";
        return Text(context, "text/html", $"<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>Session</title><script src=\"{ScriptAddress}\" data-cookie=\"{cookie}\"></script></head><body></body></html>");
    }

    private static IResult Text(HttpContext context, string type, string text)
    {
        context.Response.Headers.CacheControl = "public, max-age=300";
        return Results.Text(text, type, Encoding.UTF8);
    }
}
