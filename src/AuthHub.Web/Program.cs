using AuthHub.Web;
using AuthHub.Web.Hosting;

Footprint.Limit();
try
{
    // The slim builder leaves out what AuthHub does not use (IIS, Windows event logs, HTTP/3).
    var builder = WebApplication.CreateSlimBuilder(args);
    builder.WebHost.UseKestrelHttpsConfiguration();
    var app = builder.AddAuthHub().Build().UseAuthHub();
    app.Lifetime.ApplicationStarted.Register(Footprint.Trim);
    await app.RunAsync();
    return Environment.ExitCode;
}
catch (Exception failure) when (StartFailure.Explain(failure) is { } sentence)
{
    await Console.Error.WriteLineAsync(sentence);
    return 1;
}
