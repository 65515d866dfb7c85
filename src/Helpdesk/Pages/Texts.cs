namespace Helpdesk.Pages;

/// <summary>Names the resource file that holds every text people read in the helpdesk.</summary>
public sealed class Texts;
