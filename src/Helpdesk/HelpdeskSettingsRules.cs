using Microsoft.Extensions.Options;
using Npgsql;

namespace Helpdesk;

/// <summary>Stops the start with one sentence when a setting is missing or wrong.</summary>
internal sealed class HelpdeskSettingsRules : IValidateOptions<HelpdeskSettings>
{
    public ValidateOptionsResult Validate(string? name, HelpdeskSettings options) =>
        FirstWrong(options) is { } sentence ? ValidateOptionsResult.Fail(sentence) : ValidateOptionsResult.Success;

    private static string? FirstWrong(HelpdeskSettings settings)
    {
        if (!IsIssuer(settings.Authority))
        {
            return "Helpdesk:Authority must be AuthHub's issuer: an absolute https address (http only on this machine) without query or fragment.";
        }

        if (string.IsNullOrWhiteSpace(settings.ClientId))
        {
            return "Helpdesk:ClientId must be the client id that AuthHub gave the helpdesk.";
        }

        if (string.IsNullOrEmpty(settings.ClientSecret))
        {
            return "Helpdesk:ClientSecret must be the client secret that AuthHub gave the helpdesk.";
        }

        return IsConnectionString(settings.Database)
            ? null
            : "ConnectionStrings:Helpdesk must name the host and the database of the helpdesk's own PostgreSQL database.";
    }

    // OpenID Connect Discovery 1.0 section 3: an issuer has neither query nor fragment.
    private static bool IsIssuer(string value) =>
        Uri.TryCreate(value, UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback))
        && !value.Contains('?', StringComparison.Ordinal)
        && !value.Contains('#', StringComparison.Ordinal)
        && uri.UserInfo.Length == 0;

    private static bool IsConnectionString(string value)
    {
        try
        {
            var parts = new NpgsqlConnectionStringBuilder(value);
            return !string.IsNullOrEmpty(parts.Host) && !string.IsNullOrEmpty(parts.Database);
        }
        catch (Exception wrong) when (wrong is ArgumentException or FormatException)
        {
            return false;
        }
    }
}
