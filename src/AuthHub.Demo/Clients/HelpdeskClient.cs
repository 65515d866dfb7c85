using System.Text.Json;
using AuthHub.OpenId.Clients;

namespace AuthHub.Demo.Clients;

/// <summary>The helpdesk as AuthHub knows it: a first-party app under a fixed id, with a secret made at first start.</summary>
internal sealed class HelpdeskClient(DemoSettings settings)
{
    public const string Id = "helpdesk";

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Kept in the data folder, readable for its owner only.</summary>
    public string Secret => field ??= ReadOrMakeSecret();

    /// <summary>Registers it, or brings the registration up to date: ports may be others than last time.</summary>
    public async Task EnsureAsync(IServiceProvider authHub, CancellationToken cancellationToken)
    {
        var metadata = JsonSerializer.SerializeToElement(new
        {
            client_id = Id,
            client_secret = Secret,
            client_name = "Helpdesk",
            client_uri = settings.HelpdeskAddress,
            redirect_uris = (string[])[settings.HelpdeskAddress + "/signin-authhub"],
            post_logout_redirect_uris = (string[])[settings.HelpdeskAddress + "/signed-out"],
            grant_types = (string[])["authorization_code", "refresh_token"],
            scope = "openid profile email roles offline_access",
            first_party = true,

            // AuthHub calls nobody over http, so only a demo with certificates closes the helpdesk as well.
            backchannel_logout_uri = settings.HelpdeskAddress.StartsWith("https://", StringComparison.Ordinal) ? settings.HelpdeskAddress + "/backchannel-logout" : null,
            backchannel_logout_session_required = true,
        });
        if (authHub.GetRequiredService<ClientRegistration>().Read(metadata) is not RegistrationVerdict.Accepted accepted)
        {
            throw new InvalidOperationException("The helpdesk's own registration is refused.");
        }

        await using var scope = authHub.CreateAsyncScope();
        var clients = scope.ServiceProvider.GetRequiredService<IClients>();
        if (!await clients.ChangeAsync(accepted.Client, cancellationToken))
        {
            await clients.AddAsync(accepted.Client, cancellationToken);
        }
    }

    private string ReadOrMakeSecret()
    {
        var path = Path.Combine(settings.HelpdeskFolder, "client-secret");
        if (File.Exists(path) && File.ReadAllText(path).Trim() is { Length: >= 32 } kept)
        {
            return kept;
        }

        var secret = ClientSecret.Generate();
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(settings.HelpdeskFolder);
        }
        else
        {
            Directory.CreateDirectory(settings.DataFolder);
            Directory.CreateDirectory(settings.HelpdeskFolder, OwnerOnly | UnixFileMode.UserExecute);
            options.UnixCreateMode = OwnerOnly;
        }

        using var file = new StreamWriter(path, options);
        file.Write(secret);
        return secret;
    }
}
