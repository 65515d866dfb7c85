using AuthHub.Benchmarks.Inside;

/// <summary>Called by the runtime inside the measured server, before its own first line (environment variable DOTNET_STARTUP_HOOKS).</summary>
internal static class StartupHook
{
    public static void Initialize()
    {
        if (Environment.GetEnvironmentVariable(Observer.Switch) is { } mode)
        {
            Observer.Start(withoutHash: mode == Observer.WithoutHash);
        }
    }
}
