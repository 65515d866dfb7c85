using Helpdesk;
using Microsoft.Extensions.Options;

try
{
    await HelpdeskApp.Create(args).RunAsync();
    return 0;
}
catch (OptionsValidationException wrong)
{
    // A wrong setting stops the start with its one sentence, not with a stack trace.
    await Console.Error.WriteLineAsync(wrong.Message);
    return 1;
}
