using System.Text.Json;
using AuthHub.Jose;
using AuthHub.OpenId.Clients;

namespace AuthHub.OpenId.Tokens;

/// <summary>Who alone may use a token (RFC 7800 section 3.1, <c>cnf</c>): the owner of a key that proofs are signed with, of a client certificate, of both, or anybody.</summary>
/// <param name="Jkt">Thumbprint of the key (RFC 9449 section 6.1).</param>
/// <param name="X5t">Thumbprint of the certificate (RFC 8705 section 3.1).</param>
public sealed record Confirmation(string? Jkt, string? X5t)
{
    private const string Claim = "cnf";
    private const string KeyMember = "jkt";
    private const string CertificateMember = "x5t#S256";

    /// <summary>A token for its bearer.</summary>
    public static Confirmation None { get; } = new(null, null);

    public bool IsNone => this == None;

    /// <summary>RFC 9449 section 5.</summary>
    public string TokenType => Jkt is null ? TokenHeader.Bearer : TokenHeader.Dpop;

    public static Confirmation Of(JwtClaims claims) =>
        claims.TryGet(Claim, out var cnf) && cnf.ValueKind == JsonValueKind.Object ? new Confirmation(Member(cnf, KeyMember), Member(cnf, CertificateMember)) : None;

    /// <summary>Writes <c>cnf</c>, where there is one.</summary>
    public void WriteTo(Utf8JsonWriter writer)
    {
        if (IsNone)
        {
            return;
        }

        writer.WriteStartObject(Claim);
        if (Jkt is not null)
        {
            writer.WriteString(KeyMember, Jkt);
        }

        if (X5t is not null)
        {
            writer.WriteString(CertificateMember, X5t);
        }

        writer.WriteEndObject();
    }

    /// <summary>True where a request that proves this much may use a token bound so.</summary>
    public bool IsProvedBy(Confirmation sender) => (Jkt is null || Jkt == sender.Jkt) && (X5t is null || X5t == sender.X5t);

    /// <summary>
    /// What a family of refresh tokens that began like this keeps demanding; null for nothing. A public client must show the very key or
    /// certificate again (RFC 9449 section 5, RFC 8705 section 4); one that proves itself may change it, but not go without.
    /// </summary>
    public string? ForFamily(Client client)
    {
        var parts = new List<string>(2);
        if (Jkt is not null)
        {
            parts.Add(client.IsPublic ? $"{KeyMember}:{Jkt}" : KeyMember);
        }

        if (X5t is not null)
        {
            parts.Add(client.IsPublic ? $"{CertificateMember}:{X5t}" : CertificateMember);
        }

        return parts.Count == 0 ? null : string.Join(' ', parts);
    }

    /// <summary>True where a request that proves this may use a family that demands that.</summary>
    public bool Keeps(string? family) => family is null || family.Split(' ').All(part => part switch
    {
        KeyMember => Jkt is not null,
        CertificateMember => X5t is not null,
        _ => (Jkt is not null && part == $"{KeyMember}:{Jkt}") || (X5t is not null && part == $"{CertificateMember}:{X5t}"),
    });

    private static string? Member(JsonElement cnf, string name) => cnf.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
