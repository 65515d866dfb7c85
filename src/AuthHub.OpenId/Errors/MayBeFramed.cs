namespace AuthHub.OpenId.Errors;

/// <summary>Marks the one endpoint that pages of other sites load in frames; it brings its own policy.</summary>
public sealed class MayBeFramed;
