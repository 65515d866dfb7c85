namespace AuthHub.Web.Pages.Admin;

/// <summary>Names the resource file of the console's texts.</summary>
public sealed class AdminTexts;
