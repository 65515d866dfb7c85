using Microsoft.Extensions.Options;

namespace Helpdesk.SignIn;

/// <summary>Keeps AuthHub's discovery document.</summary>
public sealed class Discovery
{
    private static readonly TimeSpan Life = TimeSpan.FromHours(1);
    private readonly Shared<ProviderMetadata> document;

    public Discovery(BackChannel channel, IOptions<HelpdeskSettings> settings, TimeProvider time)
    {
        var issuer = settings.Value.Authority;

        // Discovery 1.0 section 4.1: a slash at the end of the issuer is removed before the path is added.
        var address = issuer.TrimEnd('/') + "/.well-known/openid-configuration";
        document = new(async () => ProviderMetadata.Read(await channel.GetAsync(address, null, CancellationToken.None), issuer), time);
    }

    /// <summary>The document as kept, at most an hour old.</summary>
    public Task<ProviderMetadata> KnownAsync(CancellationToken cancellationToken) => document.GetAsync(Life, cancellationToken);

    /// <summary>The document asked for now: before a person is sent to AuthHub we look whether it is there at all.</summary>
    public Task<ProviderMetadata> FreshAsync(CancellationToken cancellationToken) => document.GetAsync(TimeSpan.Zero, cancellationToken);
}
