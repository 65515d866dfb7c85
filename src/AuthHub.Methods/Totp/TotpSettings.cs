using System.ComponentModel.DataAnnotations;

namespace AuthHub.Methods.Totp;

/// <summary>Settings of codes from an app, section <c>Methods:totp</c>.</summary>
public sealed class TotpSettings
{
    /// <summary>How many 30-second steps a code may be early or late.</summary>
    [Range(0, 3)]
    public int AllowedDrift { get; set; } = 1;
}
