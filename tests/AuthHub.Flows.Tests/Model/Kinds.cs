namespace AuthHub.Flows.Tests.Model;

/// <summary>The verification methods of the model: what each rests on and how it travels.</summary>
public static class Kinds
{
    public const string Password = Flow.Password;
    public const string Totp = "totp";
    public const string Key = "webauthn";
    public const string Sms = "sms";
    public const string Face = "face";

    public static IReadOnlyList<string> All { get; } = [Password, Totp, Key, Sms, Face];

    public static Factor FactorOf(string method) => method switch
    {
        Password => Factor.Knowledge,
        Face => Factor.Inherence,
        _ => Factor.Possession,
    };

    public static string ChannelOf(string method) => method == Sms ? "phone" : method;

    public static OfferedMethod Offer(string method) => new(method, FactorOf(method), ChannelOf(method));

    public static Proof Proof(string method, Guid authenticator, DateTimeOffset at) =>
        new(method, authenticator, ChannelOf(method), FactorOf(method), false, [method == Password ? "pwd" : "otp"], at);
}
