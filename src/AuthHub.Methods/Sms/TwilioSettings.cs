using System.ComponentModel.DataAnnotations;

namespace AuthHub.Methods.Sms;

/// <summary>Settings of the carrier, section <c>Sms:Twilio</c>.</summary>
public sealed class TwilioSettings : IValidatableObject
{
    [Required]
    [RegularExpression("AC[0-9a-fA-F]{32}", ErrorMessage = "Sms:Twilio:AccountSid must be AC and 32 hexadecimal digits.")]
    public string AccountSid { get; set; } = "";

    [Required]
    public string AuthToken { get; set; } = "";

    /// <summary>The sending number; or use <see cref="MessagingServiceSid"/>.</summary>
    public string? From { get; set; }

    public string? MessagingServiceSid { get; set; }

    /// <summary>Where the carrier listens; a trailing path is kept.</summary>
    [Required]
    public Uri BaseAddress { get; set; } = new("https://api.twilio.com/");

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (string.IsNullOrEmpty(From) == string.IsNullOrEmpty(MessagingServiceSid))
        {
            yield return new ValidationResult("Set Sms:Twilio:From or Sms:Twilio:MessagingServiceSid, one of them.");
        }
    }
}
