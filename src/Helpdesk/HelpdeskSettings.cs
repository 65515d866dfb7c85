namespace Helpdesk;

/// <summary>All that an operator must or may say before the helpdesk starts: section <c>Helpdesk</c> and <c>ConnectionStrings:Helpdesk</c>.</summary>
public sealed class HelpdeskSettings
{
    /// <summary>AuthHub's issuer, letter for letter as its tokens name it.</summary>
    public string Authority { get; set; } = "";

    public string ClientId { get; set; } = "";

    public string ClientSecret { get; set; } = "";

    /// <summary>Where the keys of cookies are kept; without it they live as long as the process.</summary>
    public string? DataFolder { get; set; }

    /// <summary>The connection string of the helpdesk's own PostgreSQL database.</summary>
    public string Database { get; set; } = "";
}
