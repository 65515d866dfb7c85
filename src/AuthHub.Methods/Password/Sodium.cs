using System.Reflection;
using System.Runtime.InteropServices;

namespace AuthHub.Methods.Password;

/// <summary>The few functions of libsodium that are used: Argon2id version 1.3.</summary>
internal static partial class Sodium
{
    public const int SaltBytes = 16;

    private const string Library = "sodium";
    private const int HashBytes = 32;
    private const int Argon2id13 = 2;

    private static readonly string[] FileNames = ["libsodium.so.23", "libsodium.so.26", "libsodium.so", "libsodium.dylib", "libsodium.dll"];

    /// <summary>Whether the library was found and starts.</summary>
    public static bool Available { get; } = Start();

    public static byte[] Argon2id(ReadOnlySpan<byte> password, ReadOnlySpan<byte> salt, int memoryKiB, int passes)
    {
        var hash = new byte[HashBytes];
        if (!Available || crypto_pwhash(hash, HashBytes, password, (ulong)password.Length, salt, (ulong)passes, (nuint)memoryKiB * 1024, Argon2id13) != 0)
        {
            throw new InvalidOperationException("libsodium could not compute Argon2id: it is missing or there is not enough memory.");
        }

        return hash;
    }

    /// <summary>Checks a PHC string, given as ASCII with a final zero byte.</summary>
    public static bool VerifyArgon2id(ReadOnlySpan<byte> text, ReadOnlySpan<byte> password) =>
        Available
            ? crypto_pwhash_argon2id_str_verify(text, password, (ulong)password.Length) == 0
            : throw new InvalidOperationException("An Argon2id hash cannot be checked: libsodium is missing.");

    private static bool Start()
    {
        if (!TryLoad(out var handle))
        {
            return false;
        }

        NativeLibrary.SetDllImportResolver(typeof(Sodium).Assembly, (name, _, _) => name == Library ? handle : IntPtr.Zero);
        return sodium_init() >= 0;
    }

    private static bool TryLoad(out IntPtr handle)
    {
        foreach (var name in FileNames)
        {
            if (NativeLibrary.TryLoad(name, Assembly.GetExecutingAssembly(), null, out handle))
            {
                return true;
            }
        }

        handle = IntPtr.Zero;
        return false;
    }

    [LibraryImport(Library)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int sodium_init();

    [LibraryImport(Library)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int crypto_pwhash(
        Span<byte> output, ulong outputLength, ReadOnlySpan<byte> password, ulong passwordLength, ReadOnlySpan<byte> salt, ulong passes, nuint memoryBytes, int algorithm);

    [LibraryImport(Library)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int crypto_pwhash_argon2id_str_verify(ReadOnlySpan<byte> text, ReadOnlySpan<byte> password, ulong passwordLength);
}
