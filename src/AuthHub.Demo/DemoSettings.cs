namespace AuthHub.Demo;

/// <summary>All that can be said when the demo starts: by environment variables, and <c>--fresh</c>.</summary>
internal sealed record DemoSettings(DemoPorts Ports, DemoCertificate? Certificate, string DataFolder, bool WithLimits, bool Fresh)
{
    public const string Usage =
        """
        AuthHub.Demo [--fresh]
          --fresh                 start from nothing: erase what earlier runs left
        Environment:
          AUTHHUB_DEMO_PORTS      7100,7200,7300 (AuthHub, Helpdesk, demo control; on loopback only)
          AUTHHUB_DEMO_TLS        cert.pem,key.pem: serve https instead of http
          AUTHHUB_DEMO_DATA       folder of everything the demo keeps
          AUTHHUB_DEMO_LIMITS     off: no throttling, for load tests
          ConnectionStrings__AuthHub   a PostgreSQL server to use instead of an own one
        """;

    public string AuthHubAddress => Address(Ports.AuthHub);

    public string HelpdeskAddress => Address(Ports.Helpdesk);

    public string ControlAddress => Address(Ports.Control);

    /// <summary>AuthHub's own part of the data folder.</summary>
    public string AuthHubFolder => Path.Combine(DataFolder, "authhub");

    /// <summary>The helpdesk's own part of the data folder.</summary>
    public string HelpdeskFolder => Path.Combine(DataFolder, "helpdesk");

    /// <summary>Reads them; a wrong one is a <see cref="StopException"/>.</summary>
    public static DemoSettings Read(IReadOnlyList<string> arguments)
    {
        if (arguments.FirstOrDefault(argument => argument != "--fresh") is { } unknown)
        {
            throw new StopException($"The argument {unknown} is not known; only --fresh is.", StopException.Wrong);
        }

        var ports = DemoPorts.Parse(Variable("AUTHHUB_DEMO_PORTS") ?? "7100,7200,7300")
            ?? throw new StopException("AUTHHUB_DEMO_PORTS must be three different port numbers such as 7100,7200,7300; the demo listens on loopback only.", StopException.Wrong);
        var limits = Variable("AUTHHUB_DEMO_LIMITS")?.ToLowerInvariant() switch
        {
            null or "on" => true,
            "off" => false,
            _ => throw new StopException("AUTHHUB_DEMO_LIMITS must be on or off.", StopException.Wrong),
        };
        var certificate = Variable("AUTHHUB_DEMO_TLS") is { } files ? DemoCertificate.Load(files) : null;
        return new DemoSettings(ports, certificate, Path.GetFullPath(Variable("AUTHHUB_DEMO_DATA") ?? DefaultFolder()), limits, arguments.Count > 0);
    }

    private static string DefaultFolder() => Path.Combine(
        Variable("XDG_DATA_HOME") is { } given && Path.IsPathFullyQualified(given)
            ? given
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify), ".local", "share"),
        "authhub-demo");

    private static string? Variable(string name) => Environment.GetEnvironmentVariable(name)?.Trim() is { Length: > 0 } value ? value : null;

    private string Address(int port) => $"{(Certificate is null ? "http" : "https")}://localhost:{port}";
}
