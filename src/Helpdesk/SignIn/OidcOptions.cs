using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.OAuth;

namespace Helpdesk.SignIn;

/// <summary>How the helpdesk signs people in at AuthHub.</summary>
public sealed class OidcOptions : OAuthOptions
{
    public const string Scheme = "authhub";
    public const string SignedOutPath = "/signed-out";

    /// <summary>A person may take this long at AuthHub; longer than AuthHub itself lets a sign-in lie idle.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromHours(1);

    /// <summary>AuthHub's issuer.</summary>
    public string Authority { get; private set; } = "";

    /// <summary>The endpoints come from discovery, so only what is really set here is checked.</summary>
    public override void Validate()
    {
        ArgumentException.ThrowIfNullOrEmpty(Authority);
        ArgumentException.ThrowIfNullOrEmpty(ClientId);
        ArgumentException.ThrowIfNullOrEmpty(ClientSecret);
    }

    internal void Use(HelpdeskSettings settings)
    {
        Authority = settings.Authority;
        ClientId = settings.ClientId;
        ClientSecret = settings.ClientSecret;
        CallbackPath = "/signin-authhub";
        SignInScheme = CookieAuthenticationDefaults.AuthenticationScheme;
        UsePkce = true;
        RemoteAuthenticationTimeout = Patience;
        Events.OnRemoteFailure = SignInFailures.ShowAsync;
        foreach (var scope in (string[])["openid", "profile", "email", "roles"])
        {
            Scope.Add(scope);
        }

        // Max-Age instead of a date: the browser's clock need not agree with ours.
        CorrelationCookie = new CookieBuilder
        {
            Name = "helpdesk-correlation.",
            Path = CallbackPath,
            HttpOnly = true,
            IsEssential = true,
            SameSite = SameSiteMode.Lax,
            SecurePolicy = CookieSecurePolicy.SameAsRequest,
            MaxAge = Patience,
        };
    }
}
