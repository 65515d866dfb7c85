namespace AuthHub.Methods.Shared;

/// <summary>Marks the texts that pages of several methods use.</summary>
public sealed class SharedTexts;
