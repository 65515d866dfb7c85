using AuthHub.Jose.Encryption;

namespace AuthHub.OpenId.Keys;

/// <summary>The kinds of keys clients encrypt for us with. Stored beside the signing keys under a name no signature algorithm has.</summary>
/// <param name="Name">What the record of such a key calls its algorithm.</param>
/// <param name="Algorithms">All that a key of this kind opens (law L15).</param>
internal sealed record DecryptionKind(string Name, IReadOnlyList<KeyManagementAlgorithm> Algorithms)
{
    public static IReadOnlyList<DecryptionKind> All { get; } =
    [
        new(KeyManagementAlgorithm.RsaOaep256.Name, [KeyManagementAlgorithm.RsaOaep256]),
        new(KeyManagementAlgorithm.EcdhEs.Name, [KeyManagementAlgorithm.EcdhEs, KeyManagementAlgorithm.EcdhEsA256KW]),
    ];

    public static DecryptionKind? Find(string name) => All.FirstOrDefault(kind => kind.Name == name);
}
