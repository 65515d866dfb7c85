namespace AuthHub.SignIn.Audit;

/// <summary>Where the request at hand came from; the web host fills it, audit events take the address from here.</summary>
public sealed class RequestOrigin
{
    public string? Address { get; set; }
}
