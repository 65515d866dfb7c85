using System.ComponentModel.DataAnnotations;

namespace AuthHub.Methods.WebAuthn;

/// <summary>Settings of security keys and trusted platforms, section <c>Methods:webauthn</c>.</summary>
public sealed class WebAuthnSettings : IValidatableObject
{
    /// <summary>The domain credentials belong to (WebAuthn section 5.1.2); changing it makes every registered key useless.</summary>
    [Required]
    public string RpId { get; set; } = "";

    /// <summary>The addresses of this installation, compared byte by byte with what the browser signed (WebAuthn section 13.4.9).</summary>
    [MinLength(1)]
    public string[] Origins { get; set; } = [];

    /// <summary>Whether security keys are asked to say what model they are; the browser may ask the person first.</summary>
    public bool RequestAttestation { get; set; } = true;

    /// <summary>Whether a key must prove its model with a certificate of one of <see cref="AttestationRoots"/>.</summary>
    public bool RequireAttestation { get; set; }

    /// <summary>PEM files with the makers' root certificates.</summary>
    public string[] AttestationRoots { get; set; } = [];

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (RequireAttestation && AttestationRoots.Length == 0)
        {
            yield return new ValidationResult("Methods:webauthn:RequireAttestation needs Methods:webauthn:AttestationRoots: without them anybody can claim any model.");
        }
    }
}
