namespace AuthHub.Demo.Hosts;

/// <summary>Keeps a second demo away from the data folder of a living one; the lock ends with the process, however it ends.</summary>
internal static class OwnFolder
{
    /// <summary>What the open file says when another process has it: EWOULDBLOCK, or Windows' sharing violation.</summary>
    private static readonly int[] _taken = [11, unchecked((int)0x80070020)];

    public static FileStream Take(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
            return new FileStream(Path.Combine(folder, "demo.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException failure) when (_taken.Contains(failure.HResult))
        {
            throw new StopException($"The folder {folder} is in use by another demo: end that one, or set AUTHHUB_DEMO_DATA to another folder.", StopException.Unable);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new StopException($"The folder {folder} cannot be used: {failure.Message} Set AUTHHUB_DEMO_DATA to another one.", StopException.Unable);
        }
    }
}
