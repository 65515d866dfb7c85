using System.Runtime.InteropServices;

namespace AuthHub.Web.Hosting;

/// <summary>Keeps the process small; docs/performance.md has the figures. What it sets belongs to GNU's allocator and is left out elsewhere.</summary>
internal static partial class Footprint
{
    private const string GnuLibrary = "libc.so.6";

    // mallopt(3)
    private const int MmapThreshold = -3;
    private const int ArenaMax = -8;

    /// <summary>
    /// Before anything else. A password hash uses its 19 MiB for some milliseconds; the allocator, left alone, learns from the first one
    /// to keep such blocks. A fixed threshold makes each of them a mapping that ends with the hash. Arenas are for programs whose threads allocate much.
    /// </summary>
    public static void Limit()
    {
        if (IsGnu)
        {
            _ = mallopt(MmapThreshold, 1 << 20);
            _ = mallopt(ArenaMax, 2);
        }
    }

    /// <summary>What only the start needed goes back to the system at once, not when load comes; and once more when the first background rounds are done.</summary>
    public static async Task TrimAsync()
    {
        Trim();
        await Task.Delay(TimeSpan.FromSeconds(4), TimeProvider.System);
        Trim();
    }

    private static void Trim()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        if (IsGnu)
        {
            _ = malloc_trim(0);
        }
    }

    private static bool IsGnu => OperatingSystem.IsLinux() && NativeLibrary.TryLoad(GnuLibrary, out var library) && NativeLibrary.TryGetExport(library, nameof(malloc_trim), out _);

    [LibraryImport(GnuLibrary)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int mallopt(int parameter, int value);

    [LibraryImport(GnuLibrary)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int malloc_trim(nuint pad);
}
