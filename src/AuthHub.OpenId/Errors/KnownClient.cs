namespace AuthHub.OpenId.Errors;

/// <summary>Remembers on the request which client it proved to come from, so that a refusal can be recorded under its name.</summary>
internal sealed record KnownClient(string ClientId, string? Subject = null);
