namespace AuthHub.Flows;

/// <summary>A method that could be set up.</summary>
public sealed record OfferedMethod(string Method, Factor Factor, string Channel);
