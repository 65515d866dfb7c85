using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using AuthHub.Jose;
using AuthHub.OpenId.Authorizations;
using AuthHub.OpenId.Clients;
using AuthHub.OpenId.Keys;
using Microsoft.Extensions.Options;

namespace AuthHub.OpenId.Tokens;

/// <summary>Writes and reads access tokens: JWTs by RFC 9068, signed ES256, with a claim that leads back to their authorization.</summary>
public sealed class AccessTokens(KeyRing keys, TimeProvider clock, IOptions<OpenIdSettings> settings)
{
    /// <summary>The claim that names the authorization, so that its state can be asked live.</summary>
    public const string AuthorizationClaim = "authorization";

    private const string Type = "at+jwt";

    /// <summary>A token for what a person permitted.</summary>
    public ValueTask<string> WriteAsync(Liveness.Alive alive, Authorization authorization, IReadOnlyList<string> scopes, Confirmation sender, CancellationToken cancellationToken) =>
        WriteAsync(alive.Subject.Sub, authorization.ClientId, scopes, authorization, sender, cancellationToken);

    /// <summary>A token for the client itself (RFC 6749 section 4.4). Client ids never look like subjects, see <see cref="ClientRegistration"/>.</summary>
    public ValueTask<string> WriteAsync(Client client, IReadOnlyList<string> scopes, Confirmation sender, CancellationToken cancellationToken) =>
        WriteAsync(client.ClientId, client.ClientId, scopes, null, sender, cancellationToken);

    /// <summary>The claims of a genuine access token of ours; null for everything else, other kinds of our own tokens too.</summary>
    public async ValueTask<JwtClaims?> ReadAsync(string token, CancellationToken cancellationToken)
    {
        var set = await keys.ReadAsync(cancellationToken);
        var expectation = new JwtExpectation(Type, settings.Value.Issuer, settings.Value.Issuer);
        return Jwt.Verify(token, set.Find, expectation, clock.GetUtcNow()) is JwtVerdict.Accepted accepted && accepted.Header.Algorithm == SignatureAlgorithm.ES256 ? accepted.Claims : null;
    }

    private async ValueTask<string> WriteAsync(string subject, string clientId, IReadOnlyList<string> scopes, Authorization? authorization, Confirmation sender, CancellationToken cancellationToken)
    {
        var set = await keys.ReadAsync(cancellationToken);
        var now = clock.GetUtcNow();
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            // RFC 9068 section 2.2.
            writer.WriteStartObject();
            writer.WriteString("iss", settings.Value.Issuer);
            writer.WriteString("sub", subject);
            writer.WriteString("aud", settings.Value.Issuer);
            writer.WriteString("client_id", clientId);
            writer.WriteNumber("iat", now.ToUnixTimeSeconds());
            writer.WriteNumber("exp", (now + settings.Value.AccessTokenLifetime).ToUnixTimeSeconds());
            writer.WriteString("jti", Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(16)));
            writer.WriteString("scope", string.Join(' ', scopes));
            sender.WriteTo(writer);
            if (authorization is not null)
            {
                writer.WriteString(AuthorizationClaim, authorization.Id);
                writer.WriteNumber("auth_time", authorization.AuthTime.ToUnixTimeSeconds());
                writer.WriteString("acr", authorization.Acr);
                ClaimWriter.Write(writer, "amr", authorization.Amr);
            }

            writer.WriteEndObject();
        }

        return CompactJws.Sign(set.Current(SignatureAlgorithm.ES256.Name), Type, buffer.WrittenSpan);
    }
}
