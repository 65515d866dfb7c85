using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using AuthHub.OpenId.Keys;
using AuthHub.SignIn.Administration;
using AuthHub.SignIn.Audit;

namespace AuthHub.Web.Pages.Admin;

/// <summary>Does what an administrator does to signing keys, with its record.</summary>
public sealed class KeyChanges(KeyRing keys, IAudit audit)
{
    /// <summary>Names these keys: a form that shows them rotates these and no later ones, however often it is sent.</summary>
    public static string MarkOf(IEnumerable<StoredSigningKey> all) =>
        Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(string.Join(' ', all.Select(key => $"{key.Kid} {key.State}").Order(StringComparer.Ordinal)))).AsSpan(0, 16));

    /// <summary>The keys, the ones that sign first.</summary>
    public async Task<IReadOnlyList<StoredSigningKey>> AllAsync(CancellationToken cancellationToken) =>
    [
        .. (await keys.ReadAsync(cancellationToken)).Records
            .OrderBy(key => key.State switch { KeyStates.Current => 0, KeyStates.Next => 1, _ => 2 }).ThenBy(key => key.Algorithm, StringComparer.Ordinal).ThenByDescending(key => key.Generation),
    ];

    /// <summary>False when the keys are not these any more.</summary>
    public async Task<bool> RotateAsync(Actor actor, string? mark, CancellationToken cancellationToken)
    {
        keys.Invalidate();
        if (mark != MarkOf(await AllAsync(cancellationToken)) || await keys.RotateAsync(cancellationToken) == 0)
        {
            return false;
        }

        await audit.WriteAsync(AuditTypes.KeysChanged, actor.User, null, null, "rotated", cancellationToken);
        return true;
    }

    /// <summary>False when there is no such key.</summary>
    public async Task<bool> ForgetAsync(Actor actor, string kid, CancellationToken cancellationToken)
    {
        if (!await keys.ForgetAsync(kid, cancellationToken))
        {
            return false;
        }

        await audit.WriteAsync(AuditTypes.KeysChanged, actor.User, null, null, $"forgotten: {kid}", cancellationToken);
        return true;
    }
}
