namespace AuthHub.Web.Pages.Device;

/// <summary>Names the resource file of the texts of the pages where people let a device in.</summary>
public sealed class DeviceTexts;
