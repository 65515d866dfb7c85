using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace AuthHub.Storage.Secrets;

/// <summary>The master keys of this installation, from the configuration or their file. They never are in the database.</summary>
internal sealed class MasterKeys(IOptions<StorageSettings> settings)
{
    private readonly Lock _loading = new();
    private MasterKey[]? _keys;

    /// <summary>The keys, the one that seals first; empty while there is none.</summary>
    public IReadOnlyList<MasterKey> All
    {
        get
        {
            lock (_loading)
            {
                _keys ??= settings.Value.MasterKey is { Length: > 0 } text ? Parse(text, "Storage:MasterKey") : ReadFile();
                return _keys ?? [];
            }
        }
    }

    public MasterKey Current => All is [var first, ..] ? first : throw new MasterKeyException("There is no master key yet: the database has not been reached since the start.");

    public MasterKey? Find(ReadOnlySpan<byte> id)
    {
        foreach (var key in All)
        {
            if (id.SequenceEqual(key.Id))
            {
                return key;
            }
        }

        return null;
    }

    /// <summary>Makes the first key and keeps it in its file, readable for this user only. A file that appeared meanwhile wins.</summary>
    public void Generate()
    {
        var path = settings.Value.MasterKeyPath;
        var key = RandomNumberGenerator.GetBytes(MasterKey.Size);
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            using var file = new FileStream(path, options);
            file.Write(Encoding.ASCII.GetBytes(Convert.ToBase64String(key) + "\n"));
            file.Flush(flushToDisk: true);
        }
        catch (IOException) when (File.Exists(path))
        {
            // Another process of this installation was first.
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new MasterKeyException($"The master key file {path} cannot be written: {failure.Message}", failure);
        }

        Forget();
    }

    /// <summary>Reads the keys again at the next use.</summary>
    public void Forget()
    {
        lock (_loading)
        {
            _keys = null;
        }
    }

    private MasterKey[]? ReadFile()
    {
        var path = settings.Value.MasterKeyPath;
        try
        {
            return Parse(File.ReadAllText(path), path);
        }
        catch (Exception failure) when (failure is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new MasterKeyException($"The master key file {path} cannot be read: {failure.Message}", failure);
        }
    }

    private static MasterKey[] Parse(string text, string place)
    {
        var keys = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        var buffer = new byte[MasterKey.Size];
        return keys.Length > 0 && keys.All(k => Convert.TryFromBase64String(k, buffer, out var length) && length == MasterKey.Size)
            ? [.. keys.Select(k => new MasterKey(Convert.FromBase64String(k)))]
            : throw new MasterKeyException($"{place} must hold a master key: 32 bytes in base64.");
    }
}
