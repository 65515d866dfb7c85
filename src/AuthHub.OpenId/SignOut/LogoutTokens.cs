using System.Buffers;
using System.Text.Json;
using AuthHub.Jose;
using AuthHub.OpenId.Clients;
using AuthHub.OpenId.Keys;
using AuthHub.OpenId.Subjects;
using Microsoft.Extensions.Options;

namespace AuthHub.OpenId.SignOut;

/// <summary>Writes logout tokens (OpenID Back-Channel Logout section 2.4), signed as the client's ID tokens are.</summary>
public sealed class LogoutTokens(KeyRing keys, ClientSubjects subjects, TimeProvider clock, IOptions<OpenIdSettings> settings)
{
    /// <summary>Section 2.4 recommends it, so that no other token passes for one.</summary>
    private const string Type = "logout+jwt";

    private const string Event = "http://schemas.openid.net/event/backchannel-logout";

    /// <summary>Section 4 wants it short, two minutes at most.</summary>
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(2);

    public async ValueTask<string> WriteAsync(Client client, LogoutDelivery delivery, CancellationToken cancellationToken)
    {
        var set = await keys.ReadAsync(cancellationToken);
        var now = clock.GetUtcNow();
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("iss", settings.Value.Issuer);
            writer.WriteString("sub", subjects.Shown(client, delivery.Subject));
            writer.WriteString("aud", client.ClientId);
            writer.WriteNumber("iat", now.ToUnixTimeSeconds());
            writer.WriteNumber("exp", (now + Lifetime).ToUnixTimeSeconds());
            writer.WriteString("jti", Guid.CreateVersion7(now));
            writer.WriteStartObject("events");
            writer.WriteStartObject(Event);
            writer.WriteEndObject();
            writer.WriteEndObject();
            writer.WriteString("sid", delivery.SessionId);
            writer.WriteEndObject();
        }

        return CompactJws.Sign(set.Current(client.IdTokenSignedResponseAlg), Type, buffer.WrittenSpan);
    }
}
