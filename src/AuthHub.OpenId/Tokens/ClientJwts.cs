using AuthHub.Jose;
using AuthHub.Jose.Encryption;
using AuthHub.OpenId.Clients;
using AuthHub.OpenId.Errors;
using AuthHub.OpenId.Keys;

namespace AuthHub.OpenId.Tokens;

/// <summary>Makes JWTs for one client: signed by us, then encrypted for it where it registered that (OpenID Connect Core section 16.14).</summary>
public sealed class ClientJwts(KeyRing keys, ClientKeys clientKeys)
{
    private static readonly bool[] Attempts = [false, true];

    /// <summary>Null when the client wants it encrypted and has no key to encrypt for: it is never sent in clear instead.</summary>
    public async ValueTask<string?> TryWriteAsync(Client client, JwtForm form, ReadOnlyMemory<byte> claims, CancellationToken cancellationToken)
    {
        string? signed = null;
        if (form.Signing is not null)
        {
            var set = await keys.ReadAsync(cancellationToken);
            signed = CompactJws.Sign(set.Current(form.Signing), form.Type, claims.Span);
        }

        if (form.Encryption is null)
        {
            return signed;
        }

        using var key = await FindKeyAsync(client, form, cancellationToken);
        return key is null ? null : signed is null ? CompactJwe.Encrypt(key, claims.Span, form.Type) : NestedJwt.Encrypt(key, signed);
    }

    /// <summary>The same; a refusal where there is no key.</summary>
    public async ValueTask<string> WriteAsync(Client client, JwtForm form, ReadOnlyMemory<byte> claims, CancellationToken cancellationToken) =>
        await TryWriteAsync(client, form, claims, cancellationToken) ?? throw ProtocolError.NoKeyToEncryptFor.Because("the client's keys are out of reach or none of them fits");

    private async ValueTask<EncryptionKey?> FindKeyAsync(Client client, JwtForm form, CancellationToken cancellationToken)
    {
        var (algorithm, encryption) = (KeyManagementAlgorithm.Find(form.Encryption)!, ContentEncryption.Find(form.Content)!);
        foreach (var anew in Attempts)
        {
            var readers = await clientKeys.FindAsync(client, anew, cancellationToken);
            foreach (var reader in readers?.Set.ForEncryption ?? [])
            {
                if (EncryptionKey.TryCreate(reader, algorithm, encryption, out var key))
                {
                    return key;
                }
            }
        }

        return null;
    }
}
