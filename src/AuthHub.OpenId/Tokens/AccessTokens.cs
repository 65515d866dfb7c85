using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using AuthHub.Jose;
using AuthHub.OpenId.Authorizations;
using AuthHub.OpenId.Clients;
using AuthHub.OpenId.Keys;
using AuthHub.OpenId.Resources;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace AuthHub.OpenId.Tokens;

/// <summary>
/// Writes and reads access tokens: JWTs by RFC 9068, signed ES256, with a claim that leads back to their authorization; or, for clients
/// that registered so, random texts under whose hash the same claims are stored. Whoever reads one need not know which it was.
/// </summary>
public sealed class AccessTokens(KeyRing keys, IServiceScopeFactory scopes, TimeProvider clock, IOptions<OpenIdSettings> settings)
{
    /// <summary>The claim that names the authorization, so that its state can be asked live.</summary>
    public const string AuthorizationClaim = "authorization";

    private const string Type = "at+jwt";

    private const int OpaqueBytes = 32;

    /// <summary>A token for what a person permitted.</summary>
    public ValueTask<string> WriteAsync(Liveness.Alive alive, Authorization authorization, Target target, Confirmation sender, CancellationToken cancellationToken) =>
        WriteAsync(alive.Client, alive.Subject.Sub, target, authorization, sender, null, cancellationToken);

    /// <summary>A token made from another one (RFC 8693).</summary>
    public ValueTask<string> WriteAsync(Liveness.Alive alive, Authorization authorization, Target target, Confirmation sender, Exchanged exchanged, CancellationToken cancellationToken) =>
        WriteAsync(alive.Client, alive.Subject.Sub, target, authorization, sender, exchanged, cancellationToken);

    /// <summary>A token for the client itself (RFC 6749 section 4.4). Client ids never look like subjects, see <see cref="ClientRegistration"/>.</summary>
    public ValueTask<string> WriteAsync(Client client, Target target, Confirmation sender, CancellationToken cancellationToken) =>
        WriteAsync(client, client.ClientId, target, null, sender, null, cancellationToken);

    /// <summary>The claims of a genuine access token of ours; null for everything else, other kinds of our own tokens too. For whom it is, the caller has to look.</summary>
    public async ValueTask<JwtClaims?> ReadAsync(string token, CancellationToken cancellationToken)
    {
        if (!token.Contains('.', StringComparison.Ordinal))
        {
            return await FindAsync(token, cancellationToken);
        }

        var set = await keys.ReadAsync(cancellationToken);
        var expectation = new JwtExpectation(Type, settings.Value.Issuer, null);
        return Jwt.Verify(token, set.Find, expectation, clock.GetUtcNow()) is JwtVerdict.Accepted accepted && accepted.Header.Algorithm == SignatureAlgorithm.ES256 ? accepted.Claims : null;
    }

    private async ValueTask<string> WriteAsync(Client client, string subject, Target target, Authorization? authorization, Confirmation sender, Exchanged? exchanged, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var expires = exchanged?.Expires ?? now + settings.Value.AccessTokenLifetime;
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            // RFC 9068 section 2.2.
            writer.WriteStartObject();
            writer.WriteString("iss", settings.Value.Issuer);
            writer.WriteString("sub", subject);
            ClaimWriter.Write(writer, "aud", target.Audience is [var one] ? one : target.Audience);
            writer.WriteString("client_id", client.ClientId);
            writer.WriteNumber("iat", now.ToUnixTimeSeconds());
            writer.WriteNumber("exp", expires.ToUnixTimeSeconds());
            writer.WriteString("jti", Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(16)));
            if (target.Scopes.Count > 0)
            {
                writer.WriteString("scope", string.Join(' ', target.Scopes));
            }

            if (target.Details is not null)
            {
                // RFC 9396 section 9.1.
                writer.WritePropertyName("authorization_details");
                writer.WriteRawValue(target.Details);
            }

            sender.WriteTo(writer);
            exchanged?.Actor?.WriteTo(writer);
            if (authorization is not null)
            {
                writer.WriteString(AuthorizationClaim, authorization.Id);
                writer.WriteNumber("auth_time", authorization.AuthTime.ToUnixTimeSeconds());
                writer.WriteString("acr", authorization.Acr);
                ClaimWriter.Write(writer, "amr", authorization.Amr);
            }

            writer.WriteEndObject();
        }

        if (client.Metadata.AccessTokenFormat == AccessTokenFormats.Opaque)
        {
            return await KeepAsync(client, buffer.WrittenMemory, expires, cancellationToken);
        }

        var set = await keys.ReadAsync(cancellationToken);
        return CompactJws.Sign(set.Current(SignatureAlgorithm.ES256.Name), Type, buffer.WrittenSpan);
    }

    private async ValueTask<string> KeepAsync(Client client, ReadOnlyMemory<byte> claims, DateTimeOffset expiresAt, CancellationToken cancellationToken)
    {
        var secret = RandomNumberGenerator.GetBytes(OpaqueBytes);
        var token = new OpaqueToken { Hash = SHA256.HashData(secret), ClientId = client.ClientId, Claims = Encoding.UTF8.GetString(claims.Span), ExpiresAt = expiresAt };
        await using var scope = scopes.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<IOpaqueTokens>().AddAsync(token, cancellationToken);
        return Base64UrlText.Encode(secret);
    }

    private async ValueTask<JwtClaims?> FindAsync(string token, CancellationToken cancellationToken)
    {
        if (token.Length > 2 * OpaqueBytes || !Base64UrlText.TryDecode(token, out var secret) || secret.Length != OpaqueBytes)
        {
            return null;
        }

        await using var scope = scopes.CreateAsyncScope();
        var found = await scope.ServiceProvider.GetRequiredService<IOpaqueTokens>().FindAsync(SHA256.HashData(secret), clock.GetUtcNow(), cancellationToken);
        return found is null ? null : JwtClaims.Read(Encoding.UTF8.GetBytes(found.Claims));
    }
}
