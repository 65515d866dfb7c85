using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using AuthHub.Jose;
using AuthHub.Jose.Encryption;
using AuthHub.OpenId.Authorizations;
using AuthHub.OpenId.Clients;
using AuthHub.OpenId.Keys;
using AuthHub.OpenId.Subjects;
using Microsoft.Extensions.Options;

namespace AuthHub.OpenId.Tokens;

/// <summary>
/// Writes ID tokens (OpenID Connect Core section 2), encrypted for clients that want that, and recognises our own when they come back as
/// hints; of an encrypted one it is the signed one inside that comes back, alone or encrypted for us (section 3.1.2.1).
/// </summary>
public sealed class IdTokens(KeyRing keys, ClientJwts jwts, TimeProvider clock, IOptions<OpenIdSettings> settings)
{
    private const string Type = "JWT";

    public async ValueTask<string> WriteAsync(Client client, Authorization authorization, Subject subject, IReadOnlyList<string> scopes, Companions companions, string? nonce, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("iss", settings.Value.Issuer);
            writer.WriteString("sub", subject.Sub);
            writer.WriteString("aud", client.ClientId);
            writer.WriteNumber("exp", (now + settings.Value.IdTokenLifetime).ToUnixTimeSeconds());
            writer.WriteNumber("iat", now.ToUnixTimeSeconds());
            writer.WriteNumber("auth_time", authorization.AuthTime.ToUnixTimeSeconds());
            writer.WriteString("acr", authorization.Acr);
            ClaimWriter.Write(writer, "amr", authorization.Amr);
            writer.WriteString("sid", authorization.SessionId);
            WriteHash(writer, "at_hash", companions.AccessToken);
            WriteHash(writer, "c_hash", companions.Code);
            WriteHash(writer, "s_hash", companions.State);
            WriteHash(writer, "urn:openid:params:jwt:claim:rt_hash", companions.RefreshToken);
            if (companions.AuthReqId is not null)
            {
                writer.WriteString("urn:openid:params:jwt:claim:auth_req_id", companions.AuthReqId);
            }

            if (nonce is not null)
            {
                writer.WriteString("nonce", nonce);
            }

            // Many apps read nothing but the ID token, so the claims of the scopes are here as well as at userinfo (OpenID Connect Core section 5.4 lets them).
            var requested = (ClaimsRequest.Read(authorization.ClaimsRequest) ?? ClaimsRequest.Nothing).IdToken.Fitting(subject);
            ClaimWriter.Write(writer, client, subject, ClaimNames.For(client, scopes, requested));
            writer.WriteEndObject();
        }

        var form = new JwtForm(Type, client.IdTokenSignedResponseAlg, client.Metadata.IdTokenEncryptedResponseAlg, client.Metadata.IdTokenEncryptedResponseEnc);
        return await jwts.WriteAsync(client, form, buffer.WrittenMemory, cancellationToken);
    }

    /// <summary>The claims of an ID token we once issued, however old it is, because it still tells whom it was about; null for everything else.</summary>
    public async ValueTask<JwtClaims?> ReadHintAsync(string hint, CancellationToken cancellationToken)
    {
        var set = await keys.ReadAsync(cancellationToken);
        var expectation = new JwtExpectation(Type, settings.Value.Issuer, null) { OldIsGood = true };
        var verdict = NestedJwt.LooksEncrypted(hint) ? NestedJwt.Verify(hint, set.FindDecryption, set.Find, expectation, clock.GetUtcNow()) : Jwt.Verify(hint, set.Find, expectation, clock.GetUtcNow());
        return verdict is JwtVerdict.Accepted { Claims: { Subject: not null, Audience.Count: 1 } claims } ? claims : null;
    }

    /// <summary>OpenID Connect Core section 3.1.3.6: the left half of the hash; every algorithm here uses SHA-256.</summary>
    private static void WriteHash(Utf8JsonWriter writer, string name, string? companion)
    {
        if (companion is not null)
        {
            writer.WriteString(name, Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(companion)).AsSpan(0, 16)));
        }
    }
}
