using System.Collections.Immutable;

namespace AuthHub.Flows.Tests.Model;

/// <summary>The persons of the model, one for each situation.</summary>
public static class People
{
    /// <summary>An authenticator that belongs to none of them.</summary>
    public static Guid Stranger { get; } = Id(999, 9);

    public static Person NoFactor { get; } = Of(1, [], [Kinds.Totp, Kinds.Key]);

    public static Person NothingToEnrol { get; } = Of(2, [], []);

    public static Person OneToEnrol { get; } = Of(3, [], [Kinds.Sms]);

    public static Person Totp { get; } = Of(4, [Kinds.Totp], [Kinds.Key]);

    public static Person TotpAndKey { get; } = Of(5, [Kinds.Totp, Kinds.Key], []);

    public static Person SmsOnly { get; } = Of(6, [Kinds.Sms], []);

    public static Person LockedTotp { get; } = WithLocked(Of(7, [Kinds.Totp], [Kinds.Key]), Kinds.Totp);

    public static Person LockedTotpAndKey { get; } = WithLocked(Of(8, [Kinds.Totp, Kinds.Key], []), Kinds.Totp);

    public static Person LockedPassword { get; } = WithLocked(Of(9, [Kinds.Totp], []), Kinds.Password);

    public static Person TwoKeysOneLocked { get; } = WithSpareLockedKey(Of(10, [Kinds.Key], []));

    public static Person TotpAndFace { get; } = Of(11, [Kinds.Totp, Kinds.Face], []);

    public static Person Administrator { get; } = Of(12, [Kinds.Totp], [Kinds.Key]) with { Demand = Demand.AtLeast(Strength.Medium) };

    public static Person RoleWantsTotp { get; } = Of(13, [Kinds.Key], [Kinds.Totp, Kinds.Sms]) with { Demand = Demand.OneOf(Kinds.Totp) };

    public static Person Decoy { get; } = new() { Id = Id(14, 0), IsDecoy = true };

    /// <summary>A decoy that was given somebody's methods, as a careless host might do.</summary>
    public static Person RichDecoy { get; } = Of(15, [Kinds.Totp], [Kinds.Key]) with { IsDecoy = true };

    /// <summary>All of them, those with few ways first, so that a fault is found early.</summary>
    public static IReadOnlyList<Person> All { get; } =
    [
        NothingToEnrol, OneToEnrol, SmsOnly, Totp, TotpAndKey, LockedTotp, LockedTotpAndKey, LockedPassword,
        TwoKeysOneLocked, TotpAndFace, Administrator, RoleWantsTotp, NoFactor, Decoy, RichDecoy,
    ];

    public static Person Of(int number, IEnumerable<string> methods, IEnumerable<string> offers) => new()
    {
        Id = Id(number, 0),
        Bound = [.. methods.Prepend(Kinds.Password).Select(method => Bind(number, method, 0))],
        MayEnrol = [.. offers.Select(Kinds.Offer)],
    };

    public static Person WithLocked(Person person, params IEnumerable<string> methods) =>
        person with { Bound = [.. person.Bound.Select(bound => bound with { Locked = bound.Locked || methods.Contains(bound.Method) })] };

    /// <summary>The same person after she bound one more; the version rises with it (law L11).</summary>
    public static Person AfterEnrolling(Person person, string method) => person with
    {
        SecurityVersion = person.SecurityVersion + 1,
        Bound = person.Bound.Add(Bind(Number(person), method, 1)),
        MayEnrol = [.. person.MayEnrol.Where(offer => offer.Method != method)],
    };

    /// <summary>Her authenticator of that method, an unlocked one where there is one.</summary>
    public static Guid AuthenticatorOf(Person person, string method) => person.Bound
        .Where(bound => bound.Method == method).OrderBy(bound => bound.Locked)
        .Select(bound => bound.Authenticator).FirstOrDefault(Id(Number(person), 50 + Position(method)));

    public static ImmutableArray<BoundMethod> SecondFactors(Person person) => [.. person.Bound.Where(bound => bound.Method != Kinds.Password)];

    private static BoundMethod Bind(int number, string method, int generation) => new(
        method, Id(number, (generation * 10) + Position(method) + 1), Kinds.FactorOf(method), Kinds.ChannelOf(method), false, null);

    private static Person WithSpareLockedKey(Person person) =>
        person with { Bound = person.Bound.Add(Bind(Number(person), Kinds.Key, 2) with { Locked = true }) };

    private static int Position(string method) => Kinds.All.ToList().IndexOf(method);

    private static int Number(Person person) => BitConverter.ToInt32(person.Id.ToByteArray());

    private static Guid Id(int person, byte authenticator) => new(person, 0, 0, 0, 0, 0, 0, 0, 0, 0, authenticator);

    private static Guid Id(int person, int authenticator) => Id(person, (byte)authenticator);
}
