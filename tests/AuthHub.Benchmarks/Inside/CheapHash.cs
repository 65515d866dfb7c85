using System.Diagnostics;
using AuthHub.Methods.Password;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace AuthHub.Benchmarks.Inside;

/// <summary>
/// Lowers the cost of the password hash to next to nothing, so that all else of a sign-in can be measured. The settings
/// refuse such a cost; here, inside a benchmark, their check is taken out. Everything else runs as shipped.
/// </summary>
internal static class CheapHash
{
    public const int MemoryKiB = 8;
    public const int Passes = 1;

    public static void Install() => DiagnosticListener.AllListeners.Subscribe(new Watcher<DiagnosticListener>(source =>
    {
        if (source.Name == "Microsoft.Extensions.Hosting")
        {
            source.Subscribe(new Watcher<KeyValuePair<string, object?>>(happened =>
            {
                if (happened is { Key: "HostBuilding", Value: IHostBuilder builder })
                {
                    builder.ConfigureServices(services => services
                        .RemoveAll<IValidateOptions<PasswordSettings>>()
                        .PostConfigure<PasswordSettings>(settings => (settings.MemoryKiB, settings.Passes) = (MemoryKiB, Passes)));
                }
            }));
        }
    }));

    private sealed class Watcher<T>(Action<T> seen) : IObserver<T>
    {
        public void OnCompleted()
        {
        }

        public void OnError(Exception error)
        {
        }

        public void OnNext(T value) => seen(value);
    }
}
