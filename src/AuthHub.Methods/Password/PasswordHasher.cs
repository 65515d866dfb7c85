using Microsoft.Extensions.Options;

namespace AuthHub.Methods.Password;

/// <summary>Hashes and checks passwords with today's parameters, in the bounded queue.</summary>
public sealed class PasswordHasher(IOptions<PasswordSettings> settings, PasswordHashQueue queue)
{
    private PhcHash? _dummy;

    /// <summary>Whether new hashes are Argon2id: wanted, and libsodium is there.</summary>
    public bool UsesArgon2id => settings.Value.Algorithm == Argon2id.Name && Sodium.Available;

    /// <summary>State for a password that has passed <see cref="PasswordRules"/>, or that an import brings as it is.</summary>
    public async Task<PasswordState> HashAsync(string password, CancellationToken cancellationToken)
    {
        var bytes = PasswordText.Bytes(password) ?? throw new ArgumentException("Not a text that can be a password.", nameof(password));
        return new PasswordState((await queue.RunAsync(() => Create(bytes), cancellationToken)).Text);
    }

    /// <summary>Whether the password is the state's. A text that can be nobody's password is refused without work.</summary>
    public async Task<bool> VerifyAsync(PasswordState state, string password, CancellationToken cancellationToken) =>
        PasswordText.Bytes(password) is { } bytes
        && PhcHash.Parse(state.Hash) is { } hash
        && await queue.RunAsync(() => hash.Verify(bytes), cancellationToken);

    /// <summary>Work of the same cost as <see cref="VerifyAsync"/> for nobody.</summary>
    public async Task DummyAsync(string password, CancellationToken cancellationToken)
    {
        if (PasswordText.Bytes(password) is not { } bytes)
        {
            return;
        }

        // The first dummy of a process creates the hash it is compared with: that costs one hash, too.
        var dummy = _dummy;
        await queue.RunAsync(() => dummy is null ? (_dummy = Create(bytes)) is null : dummy.Verify(bytes), cancellationToken);
    }

    /// <summary>Whether a hash is weaker than what is made today.</summary>
    public bool NeedsRehash(PasswordState state) => PhcHash.Parse(state.Hash) switch
    {
        Argon2id hash => UsesArgon2id && (hash.MemoryKiB < settings.Value.MemoryKiB || hash.Passes < settings.Value.Passes),
        Pbkdf2 hash => UsesArgon2id || hash.Rounds < settings.Value.Rounds,
        _ => true,
    };

    private PhcHash Create(byte[] password) => UsesArgon2id
        ? Argon2id.Create(password, settings.Value.MemoryKiB, settings.Value.Passes)
        : Pbkdf2.Create(password, settings.Value.Rounds);
}
