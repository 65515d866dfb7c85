using System.Security.Cryptography;
using AuthHub.Flows;
using AuthHub.SignIn.Methods;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Options;

namespace AuthHub.Methods.Sms;

/// <summary>A code in a text message: weaker than the others, since numbers can be taken over, but every phone can do it.</summary>
public sealed class SmsMethod(SmsDispatch dispatch, TimeProvider clock, IOptions<SmsSettings> settings, IStringLocalizer<SmsTexts> texts) : IVerificationMethod
{
    private const int SignInMinutes = 5;
    private const int EnrolmentMinutes = 10;
    private const int MaxBoxes = 4;

    public MethodInfo Info { get; } = new()
    {
        Name = "sms",
        Factor = Factor.Possession,
        Channel = "sms",
        Amr = ["sms"],
        Icon = "sms",
        Order = 30,
        DisplayName = () => texts["Name"],
        Description = () => texts["Description"],
        VerifyView = "/Sms/Verify.cshtml",
        EnrolView = "/Sms/Enrol.cshtml",
        KeptFields = ["number", "authenticator"],
        AskingCosts = true,
        ChallengeLifetime = TimeSpan.FromMinutes(SignInMinutes),
        TriesPerChallenge = 3,
        LimitPerUser = 5,
    };

    public Task<byte[]> BeginEnrolmentAsync(EnrolmentContext context, CancellationToken cancellationToken) => Task.FromResult(SmsPending.Start.Write());

    public Task<object> ShowEnrolmentAsync(EnrolmentContext context, byte[] pendingState, CancellationToken cancellationToken)
    {
        var sizes = SmsCode.Sizes(settings.Value.EnrolmentGroups);
        var number = SmsPending.Read(pendingState).Number;
        return Task.FromResult<object>(new SmsEnrolment(number is null ? null : Mask(number), sizes.Sum() + sizes.Count - 1, settings.Value.PauseSeconds));
    }

    public async Task<EnrolmentVerdict> FinishEnrolmentAsync(EnrolmentContext context, byte[] pendingState, MethodResponse response, CancellationToken cancellationToken)
    {
        var pending = SmsPending.Read(pendingState);
        return (pending.Number, response["ask"]) switch
        {
            (null, _) => await AddAsync(context, response["number"], "number", cancellationToken),
            (_, "change") => new EnrolmentVerdict.Continues(SmsPending.Start.Write()),
            ({ } number, "again") => await AddAsync(context, number, "code", cancellationToken),
            ({ } number, _) => Finalise(pending, number, response["code"]),
        };
    }

    public async Task<ChallengeOffer> ChallengeAsync(VerificationContext context, MethodResponse request, CancellationToken cancellationToken)
    {
        // The destination is always a stored phone of this person, whatever the form says.
        var phone = context.Pick(request["authenticator"]) ?? context.Authenticators[0];
        if (PhoneNumber.Parse(SmsState.Read(phone.State).Number) is not { } number)
        {
            return new ChallengeOffer.Refused(texts["NotServed"]);
        }

        var sizes = SmsCode.Sizes(settings.Value.SignInGroups);
        var (code, salt) = (SmsCode.New(sizes), RandomNumberGenerator.GetBytes(16));
        var refusal = await dispatch.SendAsync(number, context.User, context.Address, context.ServiceName, code, sizes, SignInMinutes, cancellationToken);
        return refusal is null
            ? new ChallengeOffer.Asked(new SmsAsked(phone.Id, salt, SmsCode.Hash(salt, code)).Write())
            : new ChallengeOffer.Refused(refusal);
    }

    public Task<object> ShowChallengeAsync(VerificationContext context, byte[]? challengeState, CancellationToken cancellationToken)
    {
        List<SmsPhone> phones = [.. context.Authenticators.Select(bound => new SmsPhone(bound.Id, Mask(SmsState.Read(bound.State).Number)))];
        var asked = challengeState is null ? null : SmsAsked.Read(challengeState);
        return Task.FromResult<object>(new SmsChallenge(
            phones, phones.Find(phone => phone.Id == asked?.Authenticator), SmsCode.Sizes(settings.Value.SignInGroups), settings.Value.PauseSeconds));
    }

    /// <summary>The phone the message went to; a code proves no other.</summary>
    public BoundAuthenticator? Identify(VerificationContext context, byte[] challengeState, MethodResponse response) =>
        SmsAsked.Read(challengeState).Authenticator is var asked ? context.Authenticators.FirstOrDefault(bound => bound.Id == asked) : null;

    public Task<Verdict> VerifyAsync(VerificationContext context, BoundAuthenticator authenticator, byte[] challengeState, MethodResponse response, CancellationToken cancellationToken)
    {
        var asked = SmsAsked.Read(challengeState);
        var typed = response["code"] + string.Concat(Enumerable.Range(1, MaxBoxes).Select(box => response[$"code{box}"]));
        return Task.FromResult<Verdict>(asked.Authenticator == authenticator.Id && SmsCode.IsRight(asked.Salt, asked.Hash, typed)
            ? new Verdict.Accepted(authenticator.State)
            : new Verdict.Rejected(texts["WrongCode"]));
    }

    private static string Mask(string number) => PhoneNumber.Parse(number)?.Masked ?? "•••";

    private async Task<EnrolmentVerdict> AddAsync(EnrolmentContext context, string typed, string field, CancellationToken cancellationToken)
    {
        if (PhoneNumber.Parse(typed) is not { } number)
        {
            return new EnrolmentVerdict.Rejected(texts["NumberWrong"], field);
        }

        if (context.Existing.Any(bound => SmsState.Read(bound.State).Number == number.Text))
        {
            return new EnrolmentVerdict.Rejected(texts["NumberKnown"], field);
        }

        var sizes = SmsCode.Sizes(settings.Value.EnrolmentGroups);
        var (code, salt) = (SmsCode.New(sizes), RandomNumberGenerator.GetBytes(16));
        var refusal = await dispatch.SendAsync(number, context.User, context.Address, context.ServiceName, code, sizes, EnrolmentMinutes, cancellationToken);
        return refusal is null
            ? new EnrolmentVerdict.Continues(new SmsPending(number.Text, salt, SmsCode.Hash(salt, code), clock.GetUtcNow().AddMinutes(EnrolmentMinutes)).Write())
            : new EnrolmentVerdict.Rejected(refusal, field);
    }

    private EnrolmentVerdict Finalise(SmsPending pending, string number, string typed)
    {
        if (clock.GetUtcNow() >= pending.ExpiresAt)
        {
            return new EnrolmentVerdict.Rejected(texts["CodeExpired"]);
        }

        return SmsCode.IsRight(pending.Salt, pending.Hash, typed)
            ? new EnrolmentVerdict.Enrolled(new SmsState(number).Write(), Mask(number))
            {
                Hint = Mask(number),
                ExternalId = settings.Value.SharedNumbers ? null : $"sms:{number}",
            }
            : new EnrolmentVerdict.Rejected(texts["WrongCode"]);
    }
}
