using AuthHub.SignIn.Account;
using AuthHub.SignIn.Administration;
using AuthHub.SignIn.Messages;
using AuthHub.SignIn.Methods;
using AuthHub.SignIn.Runs;
using AuthHub.SignIn.Sessions;
using AuthHub.SignIn.Throttling;
using AuthHub.SignIn.Users;
using Microsoft.Extensions.DependencyInjection;

namespace AuthHub.SignIn;

/// <summary>The sign-in half's table of contents.</summary>
public static class SignInServices
{
    public static IServiceCollection AddSignIn(this IServiceCollection services)
    {
        services.AddOptions<SignInSettings>().BindConfiguration("SignIn").ValidateDataAnnotations().ValidateOnStart();
        return services
            .AddSingleton<RunTickets>()
            .AddScoped<Persons>()
            .AddScoped<RunPeople>()
            .AddScoped<RunOpener>()
            .AddScoped<RunStore>()
            .AddScoped<RunHost>()
            .AddScoped<PasswordCheck>()
            .AddScoped<Door>()
            .AddScoped<LiveSessions>()
            .AddScoped<MethodBook>()
            .AddScoped<OpenChallenges>()
            .AddScoped<AuthenticatorUse>()
            .AddScoped<NewAuthenticators>()
            .AddScoped<Verification>()
            .AddScoped<Enrolment>()
            .AddScoped<AttemptLimits>()
            .AddScoped<SecurityMails>()
            .AddScoped<SessionKeeping>()
            .AddScoped<OwnEnrolment>()
            .AddScoped<OwnAuthenticators>()
            .AddScoped<PasswordChange>()
            .AddScoped<OwnSessions>()
            .AddScoped<ActorSession>()
            .AddScoped<NewPeople>()
            .AddScoped<PersonStatus>()
            .AddScoped<AuthenticatorReset>()
            .AddScoped<DeskEnrolment>();
    }
}
