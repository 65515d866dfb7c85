using System.Buffers;
using System.Text.Json;
using AuthHub.OpenId.Authorizations;
using AuthHub.OpenId.Clients;
using AuthHub.OpenId.Errors;
using AuthHub.OpenId.Tokens;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;

namespace AuthHub.OpenId.Endpoints;

/// <summary>Userinfo (OpenID Connect Core section 5.3): what the token's person has permitted to be told, asked live.</summary>
internal static class UserInfoEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapMethods(OpenIdRoutes.UserInfo, ["GET", "POST"], HandleAsync).WithMetadata(new ProtectedResource()).RequireCors(AppOrigins.Policy);

    private static async Task<IResult> HandleAsync(HttpContext context, PresentedTokens tokens, IAuthorizations authorizations, LiveCheck live, ClientJwts jwts, IOptions<OpenIdSettings> settings, CancellationToken cancellationToken)
    {
        var claims = await tokens.RequireAsync(context, cancellationToken);
        if (!Guid.TryParse(claims.Text(AccessTokens.AuthorizationClaim), out var id))
        {
            throw ProtocolError.InsufficientScope.Because("token of a client, not of a person");
        }

        var authorization = await authorizations.FindAsync(id, cancellationToken) ?? throw ProtocolError.InvalidToken.Because("authorization gone");
        var alive = await live.RequireAsync(authorization, ProtocolError.InvalidToken, cancellationToken);

        // The token may carry less than was granted (RFC 6749 section 6).
        var scopes = ScopeList.Read(claims.Text("scope") ?? "") ?? [];
        if (!scopes.Contains(Scopes.OpenId))
        {
            throw ProtocolError.InsufficientScope.Because("scope openid missing");
        }

        var requested = (ClaimsRequest.Read(authorization.ClaimsRequest) ?? ClaimsRequest.Nothing).UserInfo.Fitting(alive.Subject);
        void Write(Utf8JsonWriter writer)
        {
            writer.WriteString("sub", alive.Subject.Sub);
            ClaimWriter.Write(writer, alive.Client, alive.Subject, ClaimNames.For(alive.Client, scopes, requested));
        }

        var metadata = alive.Client.Metadata;
        return metadata is { UserinfoSignedResponseAlg: null, UserinfoEncryptedResponseAlg: null } ? new JsonAnswer(Write)
            : new JwtAnswer(await WriteJwtAsync(alive.Client, Write, jwts, settings.Value.Issuer, cancellationToken), "application/jwt");
    }

    /// <summary>OpenID Connect Core section 5.3.2. Without <c>exp</c> it can never pass for an ID token.</summary>
    private static ValueTask<string> WriteJwtAsync(Client client, Action<Utf8JsonWriter> write, ClientJwts jwts, string issuer, CancellationToken cancellationToken)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("iss", issuer);
            writer.WriteString("aud", client.ClientId);
            write(writer);
            writer.WriteEndObject();
        }

        var metadata = client.Metadata;
        var form = new JwtForm("JWT", metadata.UserinfoSignedResponseAlg, metadata.UserinfoEncryptedResponseAlg, metadata.UserinfoEncryptedResponseEnc);
        return jwts.WriteAsync(client, form, buffer.WrittenMemory, cancellationToken);
    }
}
