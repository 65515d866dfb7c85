using System.ComponentModel.DataAnnotations;

namespace AuthHub.Storage;

/// <summary>Configuration section <c>Storage</c>.</summary>
public sealed class StorageSettings
{
    /// <summary>Folder of everything AuthHub keeps itself: the master key file and, without a connection string, the database.</summary>
    [Required]
    public string DataFolder { get; set; } = Environment.IsPrivilegedProcess
        ? "/var/lib/authhub"
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "authhub");

    /// <summary>
    /// The key of keys: 32 bytes in base64. Several, separated by blanks, rotate it: the first seals, all open.
    /// Goes before <see cref="MasterKeyFile"/>.
    /// </summary>
    public string? MasterKey { get; set; }

    /// <summary>File with the same content; made at first start. <c>master.key</c> in <see cref="DataFolder"/> when not given.</summary>
    public string? MasterKeyFile { get; set; }

    internal string MasterKeyPath => MasterKeyFile is { Length: > 0 } file ? file : Path.Combine(DataFolder, "master.key");
}
