namespace AuthHub.Web.Tests.Support;

/// <summary>The host behind a proxy that it believes, with roles whose demands nobody can understand.</summary>
public sealed class BehindProxyHost : AuthHubHost
{
    protected override IEnumerable<KeyValuePair<string, string?>> Settings() =>
    [
        new("AuthHub:TrustedProxies:0", "127.0.0.0/8"),
        new("SignIn:Roles:odd-level:Level", "nonsense"),
        new("SignIn:Roles:odd-method:Methods:0", "nosuch"),
    ];
}
