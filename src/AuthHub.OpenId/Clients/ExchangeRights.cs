namespace AuthHub.OpenId.Clients;

/// <summary>What an operator lets an app do with tokens that are not its own (RFC 8693); nothing by default, and never by its own word.</summary>
public sealed record ExchangeRights
{
    /// <summary>The apps whose tokens it may exchange.</summary>
    public List<string>? From { get; init; }

    /// <summary>The apps it may get tokens for.</summary>
    public List<string>? Audiences { get; init; }

    /// <summary>Whether it may act as the person, without a trace of itself in the token.</summary>
    public bool Impersonates { get; init; }
}
