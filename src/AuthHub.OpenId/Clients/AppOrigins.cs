using AuthHub.OpenId.Dpop;
using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace AuthHub.OpenId.Clients;

/// <summary>
/// Whose pages may call the endpoints that require <see cref="Policy"/> from a browser (Fetch standard, section 3.3): those on the origin of a
/// registered redirect URI. Cookies count for nothing there and are never allowed along. The authorization endpoint is not among them (RFC 9700 section 2.6).
/// </summary>
internal sealed class AppOrigins(ClientCatalog clients) : ICorsPolicyProvider
{
    /// <summary>Name of the policy.</summary>
    public const string Policy = "registered-apps";

    private static readonly TimeSpan _remembered = TimeSpan.FromHours(1);

    private static readonly CorsPolicy _registered = Make(isAllowed: true);

    /// <summary>An answer all the same, so that a question of the browser never reaches an endpoint.</summary>
    private static readonly CorsPolicy _unknown = Make(isAllowed: false);

    public async Task<CorsPolicy?> GetPolicyAsync(HttpContext context, string? policyName)
    {
        if (policyName != Policy)
        {
            return null;
        }

        return context.Request.Headers.Origin is [{ } origin] && await clients.IsOriginAsync(origin, context.RequestAborted) ? _registered : _unknown;
    }

    private static CorsPolicy Make(bool isAllowed) => new CorsPolicyBuilder()
        .SetIsOriginAllowed(_ => isAllowed)
        .WithMethods(HttpMethods.Get, HttpMethods.Post)
        .WithHeaders(HeaderNames.Authorization, HeaderNames.ContentType, DpopProofs.Header)
        .WithExposedHeaders(DpopProofs.NonceHeader, HeaderNames.WWWAuthenticate, HeaderNames.RetryAfter)
        .SetPreflightMaxAge(_remembered)
        .Build();
}
