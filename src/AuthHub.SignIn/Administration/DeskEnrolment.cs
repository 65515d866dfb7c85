using System.Buffers.Text;
using AuthHub.SignIn.Authenticators;
using AuthHub.SignIn.Methods;
using AuthHub.SignIn.Users;

namespace AuthHub.SignIn.Administration;

/// <summary>
/// A security key registered for a person at the administrator's desk (S-336): the ceremony runs in the administrator's
/// browser, the key becomes the person's, and the record says who bound it (attack ENR-22).
/// </summary>
public sealed class DeskEnrolment(Enrolment enrolment, IAuthenticators authenticators, ActorSession own)
{
    /// <summary>The method whose devices can be handed over a desk.</summary>
    public const string Method = "webauthn";

    public const int LongestSerial = 64;

    /// <summary>The model for the method's set-up page.</summary>
    public async Task<object> ShowAsync(Actor actor, User person, string serviceName, string? address, CancellationToken cancellationToken) =>
        await enrolment.ShowAsync(await ClaimantAsync(actor, person, serviceName, address, cancellationToken), Method, EnrolledBy.Administrator, cancellationToken);

    public async Task<Outcome> FinishAsync(Actor actor, User person, string serviceName, string? address, MethodResponse response, CancellationToken cancellationToken) =>
        await enrolment.FinishAsync(
            await ClaimantAsync(actor, person, serviceName, address, cancellationToken), Method, EnrolledBy.Administrator, actor.User, response,
            async (_, changed, _, cancel) =>
            {
                await own.KeepAsync(actor, changed.Id, cancel);
                return true;
            },
            cancellationToken);

    /// <summary>Whether a serial number may be noted: none, or printable text of one line.</summary>
    public static bool IsSerial(string serial) => serial.Length == 0 || OneLineText.Read(serial, LongestSerial) == serial;

    /// <summary>One administrator's session and one person own the ceremony; another person's page never meets it (law L4).</summary>
    private async Task<Claimant> ClaimantAsync(Actor actor, User person, string serviceName, string? address, CancellationToken cancellationToken) =>
        new(person, await authenticators.OfAsync(person.Id, cancellationToken), $"session:{Short(actor.Session)}:desk:{Short(person.Id)}", serviceName, address);

    private static string Short(Guid id) => Base64Url.EncodeToString(id.ToByteArray());
}
