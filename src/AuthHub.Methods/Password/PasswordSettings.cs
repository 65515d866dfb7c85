using System.ComponentModel.DataAnnotations;

namespace AuthHub.Methods.Password;

/// <summary>Settings of passwords, section <c>Methods:password</c>.</summary>
public sealed class PasswordSettings
{
    /// <summary><c>default</c>: length and block list (NIST SP 800-63B-4 section 3.1.1.2); <c>eu-login</c>: ten characters of four kinds.</summary>
    [RegularExpression("default|eu-login", ErrorMessage = "Methods:password:Preset must be default or eu-login.")]
    public string Preset { get; set; } = "default";

    /// <summary>Fewest characters; the preset's own number when not set.</summary>
    [Range(8, 64)]
    public int? MinLength { get; set; }

    /// <summary>Most characters of a new password.</summary>
    [Range(64, 256)]
    public int MaxLength { get; set; } = 128;

    /// <summary>How new passwords are hashed: <c>argon2id</c> (where libsodium loads) or <c>pbkdf2-sha512</c>.</summary>
    [RegularExpression("argon2id|pbkdf2-sha512", ErrorMessage = "Methods:password:Algorithm must be argon2id or pbkdf2-sha512.")]
    public string Algorithm { get; set; } = "argon2id";

    /// <summary>Memory of one Argon2id hash in KiB.</summary>
    [Range(19 * 1024, Argon2id.MaxMemoryKiB)]
    public int MemoryKiB { get; set; } = 19 * 1024;

    /// <summary>Passes of Argon2id over that memory.</summary>
    [Range(2, Argon2id.MaxPasses)]
    public int Passes { get; set; } = 2;

    /// <summary>Rounds of PBKDF2-HMAC-SHA-512 where it is used.</summary>
    [Range(210_000, Pbkdf2.MaxRounds)]
    public int Rounds { get; set; } = 210_000;

    /// <summary>How many hashes may wait for their turn; more are turned away.</summary>
    [Range(1, 1024)]
    public int Waiting { get; set; } = 32;

    internal int EffectiveMinLength => MinLength ?? (Preset == "eu-login" ? 10 : 12);
}
