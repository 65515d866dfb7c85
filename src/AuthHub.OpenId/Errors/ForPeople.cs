namespace AuthHub.OpenId.Errors;

/// <summary>Marks endpoints that browsers visit: their refusals are pages, not JSON.</summary>
internal sealed class ForPeople;
