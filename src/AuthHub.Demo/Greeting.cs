using AuthHub.Demo.People;

namespace AuthHub.Demo;

/// <summary>What the person who started the demo reads when all is ready.</summary>
internal static class Greeting
{
    public static void Print(DemoSettings settings)
    {
        var width = DemoAccounts.All.Max(account => account.Username.Length);
        Console.WriteLine(
            $"""

            AuthHub's demo is ready.

              Start here   {settings.ControlAddress}/         the tour: accounts, live codes, outbox
              Helpdesk     {settings.HelpdeskAddress}/         press "Log in with AuthHub"
              AuthHub      {settings.AuthHubAddress}/

              Demo accounts, all with the password: {DemoAccounts.Password}
            """);
        foreach (var account in DemoAccounts.All)
        {
            Console.WriteLine($"    {account.Username.PadRight(width)}   {account.Situation}: {account.Expect}");
        }

        Console.WriteLine("\nPress Ctrl+C to stop.");
    }
}
