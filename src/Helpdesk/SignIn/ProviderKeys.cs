using System.Text.Json;

namespace Helpdesk.SignIn;

/// <summary>Keeps AuthHub's public keys, and asks again when a token names one we do not know.</summary>
internal sealed class ProviderKeys
{
    private static readonly TimeSpan Life = TimeSpan.FromHours(1);

    /// <summary>How often an unknown key may make us ask: invented key ids must not turn us against AuthHub.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);

    private readonly Shared<IReadOnlyList<ProviderKey>> keys;

    public ProviderKeys(BackChannel channel, Discovery discovery, TimeProvider time) => keys = new(
        async () =>
        {
            var metadata = await discovery.KnownAsync(CancellationToken.None);
            return Read(await channel.GetAsync(metadata.JwksUri, null, CancellationToken.None));
        },
        time);

    /// <summary>The one key that fits; null when none or more than one does (OpenID Connect Core 1.0 section 10.1).</summary>
    public async Task<ProviderKey?> FindAsync(string? id, string algorithm, CancellationToken cancellationToken)
    {
        var known = Fitting(await keys.GetAsync(Life, cancellationToken));
        if (known.Count == 0)
        {
            known = Fitting(await keys.GetAsync(Pause, cancellationToken));
        }

        return known.Count == 1 ? known[0] : null;

        List<ProviderKey> Fitting(IReadOnlyList<ProviderKey> all) => [.. all.Where(key => key.Fits(id, algorithm))];
    }

    private static List<ProviderKey> Read(JsonElement set) =>
        set.TryGetProperty("keys", out var list) && list.ValueKind == JsonValueKind.Array
            ? [.. list.EnumerateArray().Take(64).Select(ProviderKey.Read).OfType<ProviderKey>()]
            : throw new SignInException(SignInProblem.BadAnswer, "The key set has no list of keys.");
}
