using System.Globalization;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AuthHub.SignIn.Messages;

/// <summary>Tells people of changes to their own account (S-028). Sent after the fact and in their language; a mail that cannot be sent never undoes the change.</summary>
public sealed partial class SecurityMails(
    IEnumerable<IMessageGateway> gateways, IStringLocalizer<MailTexts> texts, IOptions<SignInSettings> settings, TimeProvider clock, ILogger<SecurityMails> logger)
{
    public Task AuthenticatorAddedAsync(Users.User user, string method, string label, bool byAdministrator, CancellationToken cancellationToken) =>
        SendAsync(user, byAdministrator ? "RegisteredSubject" : "AddedSubject", byAdministrator ? "RegisteredText" : "AddedText", [method, label], cancellationToken);

    public Task AuthenticatorRemovedAsync(Users.User user, string method, string label, string? reason, CancellationToken cancellationToken) =>
        SendAsync(user, reason is null ? "RemovedSubject" : "ResetSubject", reason is null ? "RemovedText" : "ResetText", [method, label, reason ?? ""], cancellationToken);

    public Task PasswordChangedAsync(Users.User user, CancellationToken cancellationToken) =>
        SendAsync(user, "PasswordSubject", "PasswordText", [], cancellationToken);

    public Task AuthenticatorLockedAsync(Users.User user, string method, CancellationToken cancellationToken) =>
        SendAsync(user, "LockedSubject", "LockedText", [method], cancellationToken);

    /// <summary>An app wants to know whether it is her; she answers at an address of ours.</summary>
    public Task AppAsksAsync(Users.User user, string app, string? shown, string address, CancellationToken cancellationToken) =>
        SendAsync(user, "AppAsksSubject", shown is null ? "AppAsksText" : "AppAsksShownText", [app, address, shown ?? ""], cancellationToken);

    private async Task SendAsync(Users.User user, string subjectKey, string textKey, object[] details, CancellationToken cancellationToken)
    {
        if (user.Email is null || gateways.FirstOrDefault(gateway => gateway.Kind == "mail") is not { } gateway)
        {
            return;
        }

        var product = settings.Value.ProductName;
        var when = clock.GetUtcNow().ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);
        try
        {
            string text = texts["Greeting", user.DisplayName] + "\n\n" + texts[textKey, [product, .. details]] + "\n\n" + texts["When", when] + "\n" + NotYou() + "\n\n" + product;
            await gateway.SendAsync(new Message("mail", user.Email, text, texts[subjectKey, product]), cancellationToken);
        }
        catch (MessageNotSentException exception)
        {
            LogNotSent(exception, subjectKey, user.Id);
        }
    }

    /// <summary>What to do when it was somebody else: the first steps, then whom to ask.</summary>
    private string NotYou() =>
        texts["NotYou"] + " " + string.Join(' ', new[] { settings.Value.HelpText, settings.Value.HelpLink, settings.Value.HelpEmail }.Where(part => !string.IsNullOrEmpty(part)));

    [LoggerMessage(Level = LogLevel.Warning, Message = "The mail {Subject} to user {User} was not sent.")]
    private partial void LogNotSent(Exception exception, string subject, Guid user);
}
