using System.Buffers;
using System.Text.Json;
using AuthHub.Jose;
using AuthHub.OpenId.Clients;
using Microsoft.Extensions.Options;

namespace AuthHub.OpenId.Tokens;

/// <summary>Writes authorization responses as JWTs (JARM section 2.1), signed as the client registered and encrypted where it wants that.</summary>
public sealed class ResponseJwts(ClientJwts jwts, TimeProvider clock, IOptions<OpenIdSettings> settings)
{
    /// <summary>JARM names none. What is inside tells it from an ID token: there is no subject.</summary>
    private const string Type = "JWT";

    /// <summary>JARM section 2.1 recommends at most ten minutes; the code inside lives a minute.</summary>
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    /// <summary>Null when the client wants it encrypted and has no key to encrypt for.</summary>
    public async ValueTask<string?> WriteAsync(Client client, IEnumerable<KeyValuePair<string, string>> parameters, CancellationToken cancellationToken)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("iss", settings.Value.Issuer);
            writer.WriteString("aud", client.ClientId);
            writer.WriteNumber("exp", (clock.GetUtcNow() + Lifetime).ToUnixTimeSeconds());
            foreach (var (name, value) in parameters)
            {
                writer.WriteString(name, value);
            }

            writer.WriteEndObject();
        }

        var (metadata, signing) = (client.Metadata, client.Metadata.AuthorizationSignedResponseAlg ?? SignatureAlgorithm.RS256.Name);
        var form = new JwtForm(Type, signing, metadata.AuthorizationEncryptedResponseAlg, metadata.AuthorizationEncryptedResponseEnc);
        return await jwts.TryWriteAsync(client, form, buffer.WrittenMemory, cancellationToken);
    }
}
