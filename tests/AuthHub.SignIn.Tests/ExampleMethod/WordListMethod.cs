using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using AuthHub.Flows;
using AuthHub.Methods.Shared;
using AuthHub.SignIn.Methods;
using Microsoft.Extensions.Options;

namespace AuthHub.SignIn.Tests.ExampleMethod;

/// <summary>A printed list of words, each good for one sign-in. The state is the list; a used word is empty.</summary>
public sealed class WordListMethod(IOptions<WordListSettings> settings) : IVerificationMethod
{
    public MethodInfo Info { get; } = new()
    {
        Name = "words",
        Factor = Factor.Possession,
        Channel = "paper",
        Amr = ["otp"],
        Icon = "list",
        Order = 50,
        DisplayName = () => "Word list",
        Description = () => "A word from your printed list",
        VerifyView = CodeField.View,
        EnrolView = CodeField.View,
        LimitPerUser = 1,
    };

    public Task<byte[]> BeginEnrolmentAsync(EnrolmentContext context, CancellationToken cancellationToken) =>
        Task.FromResult(Write([.. Enumerable.Range(0, settings.Value.Words).Select(_ => RandomNumberGenerator.GetString("abcdefghjkmnpqrstuvwxyz", 6))]));

    public Task<object> ShowEnrolmentAsync(EnrolmentContext context, byte[] pendingState, CancellationToken cancellationToken) =>
        Task.FromResult<object>(Field(1) with { Hint = "Print this list: " + string.Join(' ', Read(pendingState)) });

    // Typing the first word proves that she has the list; it is used up by that.
    public Task<EnrolmentVerdict> FinishEnrolmentAsync(EnrolmentContext context, byte[] pendingState, MethodResponse response, CancellationToken cancellationToken) =>
        Task.FromResult<EnrolmentVerdict>(Use(Read(pendingState), 0, response["code"]) is { } left
            ? new EnrolmentVerdict.Enrolled(Write(left), "My word list")
            : new EnrolmentVerdict.Rejected("That is not the first word of the list."));

    // Always the first unused word: asking again brings no easier question.
    public Task<ChallengeOffer> ChallengeAsync(VerificationContext context, MethodResponse request, CancellationToken cancellationToken)
    {
        var place = Array.FindIndex(Read(context.Authenticators[0].State), word => word.Length > 0);
        return Task.FromResult<ChallengeOffer>(place < 0 ? new ChallengeOffer.Refused("All words of your list are used.") : new ChallengeOffer.Asked([(byte)place]));
    }

    public Task<object> ShowChallengeAsync(VerificationContext context, byte[]? challengeState, CancellationToken cancellationToken) =>
        Task.FromResult<object>(challengeState is null ? Field(0) with { Hint = "All words of your list are used." } : Field(challengeState[0] + 1));

    public Task<Verdict> VerifyAsync(VerificationContext context, BoundAuthenticator authenticator, byte[] challengeState, MethodResponse response, CancellationToken cancellationToken) =>
        Task.FromResult<Verdict>(Use(Read(authenticator.State), challengeState[0], response["code"]) is { } left
            ? new Verdict.Accepted(Write(left))
            : new Verdict.Rejected("That is not the word. Look for its number on your list."));

    private static CodeField Field(int number) => new($"Word {number}") { InputMode = "text" };

    private static string[]? Use(string[] words, int place, string typed) =>
        words[place].Length > 0 && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(words[place]), Encoding.UTF8.GetBytes(typed.Trim()))
            ? [.. words.Select((word, other) => other == place ? "" : word)]
            : null;

    private static byte[] Write(string[] words) => JsonSerializer.SerializeToUtf8Bytes(words);

    private static string[] Read(byte[] state) => JsonSerializer.Deserialize<string[]>(state) ?? [];
}
