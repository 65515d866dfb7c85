using AuthHub.Methods.Totp;
using AuthHub.SignIn.Authenticators;
using AuthHub.Storage;
using Microsoft.EntityFrameworkCore;

namespace AuthHub.Demo.People;

/// <summary>
/// Makes the app codes of a time that comes again usable again, after the clock was moved back. A code works once (RFC 6238 section 5.2), and
/// one of a later time stands in the way of all before it. Only in the demo; true clocks are not moved.
/// </summary>
internal sealed class UsedCodes(IServiceScopeFactory scopes, ISecretBox box, TimeProvider clock)
{
    /// <summary>Forgets codes of later times than now.</summary>
    public async Task ForgetLaterAsync(CancellationToken cancellationToken)
    {
        var now = TotpCode.StepOf(clock.GetUtcNow());
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<AuthHubDb>();
        foreach (var app in await db.Set<Authenticator>().AsNoTracking().Where(one => one.Method == "totp").ToListAsync(cancellationToken))
        {
            var state = TotpState.Read(box.Open(app).State);
            if (state.LastStep > now)
            {
                var forgetful = box.Seal(app.UserId, app.Id, (state with { LastStep = -1 }).Write());
                await db.Set<Authenticator>().Where(one => one.Id == app.Id && one.Version == app.Version)
                    .ExecuteUpdateAsync(set => set.SetProperty(one => one.SealedState, forgetful).SetProperty(one => one.Version, one => one.Version + 1), cancellationToken);
            }
        }
    }
}
