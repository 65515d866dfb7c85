using AuthHub.Web;
using AuthHub.Web.Hosting;

Footprint.Limit();
try
{
    // The slim builder leaves out what AuthHub does not use (IIS, Windows event logs, HTTP/3).
    var isCommand = KeysCommand.Is(args);
    var builder = WebApplication.CreateSlimBuilder(isCommand ? [] : args);
    if (isCommand)
    {
        builder.Logging.ClearProviders();
        return await KeysCommand.RunAsync(builder.AddAuthHub().Build().Services, args, Console.Out);
    }

    builder.WebHost.UseKestrelHttpsConfiguration();
    var app = builder.AddAuthHub().Build().UseAuthHub();
    app.Lifetime.ApplicationStarted.Register(() => _ = Footprint.TrimAsync());
    await app.RunAsync();
    return Environment.ExitCode;
}
catch (Exception failure) when (StartFailure.Explain(failure) is { } sentence)
{
    await Console.Error.WriteLineAsync(sentence);
    return 1;
}
