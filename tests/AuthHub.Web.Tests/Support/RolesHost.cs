namespace AuthHub.Web.Tests.Support;

/// <summary>The host with a role whose people must have a second factor, whichever they like.</summary>
public sealed class RolesHost : AuthHubHost
{
    public const string Agent = "agent";

    protected override IEnumerable<KeyValuePair<string, string?>> Settings() => [new($"SignIn:Roles:{Agent}:Level", "medium")];
}
