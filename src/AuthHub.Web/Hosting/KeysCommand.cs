using AuthHub.OpenId.Keys;
using AuthHub.SignIn.Audit;

namespace AuthHub.Web.Hosting;

/// <summary>The signing keys from the command line, beside a server that runs: <c>keys list</c>, <c>keys rotate</c>, <c>keys forget ID</c>.</summary>
internal static class KeysCommand
{
    private const string Usage = "keys list | keys rotate | keys forget ID";

    /// <summary>True when the arguments are such a command.</summary>
    public static bool Is(string[] arguments) => arguments is ["keys", ..];

    /// <summary>Does it and says so; the exit code.</summary>
    public static async Task<int> RunAsync(IServiceProvider services, string[] arguments, TextWriter output)
    {
        var keys = services.GetRequiredService<KeyRing>();
        switch (arguments)
        {
            case ["keys", "list"]:
                foreach (var record in (await keys.ReadAsync(CancellationToken.None)).Records)
                {
                    await output.WriteLineAsync($"{record.Algorithm}  {record.State,-8} {record.CreatedAt:u}  {record.Kid}");
                }

                return 0;
            case ["keys", "rotate"]:
                await output.WriteLineAsync($"Rotated the keys of {await keys.RotateAsync(CancellationToken.None)} algorithms.");
                await RecordAsync(services, "rotated by command");
                return 0;
            case ["keys", "forget", var kid]:
                if (!await keys.ForgetAsync(kid, CancellationToken.None))
                {
                    await output.WriteLineAsync("No key has this id.");
                    return 1;
                }

                await output.WriteLineAsync("Forgotten. What it signed is not accepted any more; apps may keep the published keys for five minutes.");
                await RecordAsync(services, $"forgotten by command: {kid}");
                return 0;
            default:
                await output.WriteLineAsync(Usage);
                return 2;
        }
    }

    private static async Task RecordAsync(IServiceProvider services, string what)
    {
        await using var scope = services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<IAudit>().WriteAsync(AuditTypes.KeysChanged, null, null, null, what, CancellationToken.None);
    }
}
