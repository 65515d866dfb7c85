using AuthHub.OpenId.Subjects;
using AuthHub.SignIn.Messages;
using AuthHub.SignIn.Users;
using AuthHub.Web.Hosting;
using Microsoft.Extensions.Options;

namespace AuthHub.Web.OpenId;

/// <summary>Tells people by mail that an app waits for their answer.</summary>
internal sealed class PersonNotices(IUsers users, SecurityMails mails, IOptions<WebSettings> settings) : IPersonNotices
{
    public async Task TellAsync(string subject, string clientName, string? bindingMessage, CancellationToken cancellationToken)
    {
        if (SubjectId.Parse(subject) is { } id && await users.FindAsync(id, cancellationToken) is { Disabled: false } user)
        {
            await mails.AppAsksAsync(user, clientName, bindingMessage, new Uri(settings.Value.IssuerUri, "/account/requests").ToString(), cancellationToken);
        }
    }
}
