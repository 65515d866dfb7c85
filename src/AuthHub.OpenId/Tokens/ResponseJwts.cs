using System.Buffers;
using System.Text.Json;
using AuthHub.Jose;
using AuthHub.Jose.Encryption;
using AuthHub.OpenId.Clients;
using AuthHub.OpenId.Keys;
using Microsoft.Extensions.Options;

namespace AuthHub.OpenId.Tokens;

/// <summary>Writes authorization responses as JWTs (JARM section 2.1), signed as the client registered and encrypted where it wants that.</summary>
public sealed class ResponseJwts(KeyRing keys, ClientKeys clientKeys, TimeProvider clock, IOptions<OpenIdSettings> settings)
{
    /// <summary>JARM names none. What is inside tells it from an ID token: there is no subject.</summary>
    private const string Type = "JWT";

    /// <summary>JARM section 2.1 recommends at most ten minutes; the code inside lives a minute.</summary>
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    /// <summary>Null when the client wants it encrypted and has no key to encrypt for.</summary>
    public async ValueTask<string?> WriteAsync(Client client, IEnumerable<KeyValuePair<string, string>> parameters, CancellationToken cancellationToken)
    {
        var set = await keys.ReadAsync(cancellationToken);
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

        var signed = CompactJws.Sign(set.Current(client.Metadata.AuthorizationSignedResponseAlg ?? SignatureAlgorithm.RS256.Name), Type, buffer.WrittenSpan);
        return client.Metadata.AuthorizationEncryptedResponseAlg is null ? signed : await EncryptAsync(client, signed, cancellationToken);
    }

    private async ValueTask<string?> EncryptAsync(Client client, string signed, CancellationToken cancellationToken)
    {
        var algorithm = KeyManagementAlgorithm.Find(client.Metadata.AuthorizationEncryptedResponseAlg)!;
        var encryption = ContentEncryption.Find(client.Metadata.AuthorizationEncryptedResponseEnc)!;
        var readers = await clientKeys.FindAsync(client, anew: false, cancellationToken);
        foreach (var reader in readers?.Set.ForEncryption ?? [])
        {
            if (EncryptionKey.TryCreate(reader, algorithm, encryption, out var key))
            {
                using (key)
                {
                    return NestedJwt.Encrypt(key, signed);
                }
            }
        }

        return null;
    }
}
