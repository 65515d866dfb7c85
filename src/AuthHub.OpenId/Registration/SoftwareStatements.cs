using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using AuthHub.Jose;
using AuthHub.OpenId.Clients;
using AuthHub.OpenId.Errors;
using AuthHub.OpenId.Outgoing;
using Microsoft.Extensions.Options;

namespace AuthHub.OpenId.Registration;

/// <summary>
/// Reads software statements (RFC 7591 section 2.3): metadata about an app that somebody we trust has signed. What is inside wins over what
/// the app says beside it; what only operators may say stays theirs.
/// </summary>
public sealed class SoftwareStatements(OutgoingDocuments documents, TimeProvider clock, IOptions<OpenIdSettings> settings)
{
    private const string Member = "software_statement";

    private static readonly TimeSpan Skew = TimeSpan.FromSeconds(10);

    /// <summary>What makes it a JWT and no metadata.</summary>
    private static readonly string[] Envelope = ["iss", "sub", "aud", "exp", "nbf", "iat", "jti", Member];

    /// <summary>The metadata with what its statement says; refuses a statement that is no good.</summary>
    /// <param name="metadata">What the app says of itself.</param>
    /// <param name="known">The statement it registered with: it keeps binding the app, also after its end, when the app changes its registration.</param>
    /// <param name="cancellationToken">Ends the waiting for keys.</param>
    public async ValueTask<JsonElement> ReadAsync(JsonElement metadata, string? known, CancellationToken cancellationToken)
    {
        if (metadata.ValueKind != JsonValueKind.Object || (!metadata.TryGetProperty(Member, out var member) && known is null))
        {
            return metadata;
        }

        var text = member.ValueKind switch
        {
            JsonValueKind.Undefined => known!,
            JsonValueKind.String when known is not null && member.ValueEquals(known) => known,
            JsonValueKind.String => Text(member),
            _ => throw Refused("it is no text"),
        };
        var claims = await VerifyAsync(text, cancellationToken);
        var now = clock.GetUtcNow();
        if (text != known && (claims.Expires <= now - Skew || claims.NotBefore > now + Skew))
        {
            throw Refused("it is not valid any more, or not yet");
        }

        return Join(metadata, claims, text);
    }

    private static string Text(JsonElement member)
    {
        try
        {
            return member.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw Refused("it is half a character");
        }
    }

    private async ValueTask<JwtClaims> VerifyAsync(string text, CancellationToken cancellationToken)
    {
        // Who it says it is from selects the keys; everything else is read only when they have agreed.
        var parts = text.Length <= CompactJws.Longest ? text.Split('.') : [];
        if (parts.Length != 3 || !Base64UrlText.TryDecode(parts[1], out var payload) || JwtClaims.Read(payload) is not { Issuer: { } issuer } claims)
        {
            throw Refused("it is no signed JWT with an issuer");
        }

        var trusted = settings.Value.SoftwareStatementIssuers.FirstOrDefault(one => one.Issuer == issuer)
            ?? throw ProtocolError.UnapprovedSoftwareStatement.Because("its issuer is not trusted here");
        var verdict = await VerifyAsync(text, trusted, anew: false, cancellationToken);
        if (verdict is JwsVerdict.Refused { Reason: JoseRefusal.KeyUnknown } && trusted.JwksUri is not null)
        {
            verdict = await VerifyAsync(text, trusted, anew: true, cancellationToken);
        }

        return verdict switch
        {
            JwsVerdict.Verified { Header.Typ: null or "JWT" } => claims,
            JwsVerdict.Verified => throw Refused("it is another kind of JWT"),
            JwsVerdict.Refused refused => throw Refused(refused.Reason.ToString()),
            _ => throw new InvalidOperationException(),
        };
    }

    private async ValueTask<JwsVerdict> VerifyAsync(string text, SoftwareStatementIssuer trusted, bool anew, CancellationToken cancellationToken)
    {
        var jwks = trusted.Jwks is { } own ? Encoding.UTF8.GetBytes(own)
            : await documents.FindAsync(trusted.JwksUri!, OutgoingContent.Json, anew, cancellationToken) is OutgoingVerdict.Answered answered ? answered.Body
            : throw ProtocolError.TemporarilyUnavailable.Because("the keys of a software statement's issuer are out of reach");
        if (JsonWebKeySet.Read(jwks) is not JsonWebKeySetVerdict.Accepted accepted)
        {
            return new JwsVerdict.Refused(JoseRefusal.KeyUnknown);
        }

        using var keys = new VerificationKeys(accepted.Set, SignatureAlgorithm.All);
        return CompactJws.Verify(text, keys);
    }

    private static JsonElement Join(JsonElement metadata, JwtClaims claims, string text)
    {
        try
        {
            var joined = JsonObject.Create(metadata)!;
            foreach (var claim in claims.Members.Where(claim => !Envelope.Contains(claim.Name)))
            {
                joined[claim.Name] = JsonNode.Parse(claim.Value.GetRawText());
            }

            joined[Member] = text;
            return JsonSerializer.SerializeToElement(joined);
        }
        catch (Exception broken) when (broken is InvalidOperationException or JsonException or ArgumentException)
        {
            throw Refused("a member cannot be read");
        }
    }

    private static ProtocolException Refused(string reason) => ProtocolError.InvalidSoftwareStatement.Because($"software statement refused: {reason}");
}
