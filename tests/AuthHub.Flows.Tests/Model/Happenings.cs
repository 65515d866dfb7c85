namespace AuthHub.Flows.Tests.Model;

/// <summary>Everything that may happen to a run at a moment: honest, mistaken and hostile.</summary>
public static class Happenings
{
    private static readonly string[] Unknown = ["none", "", "TOTP"];

    /// <summary>The clock steps of the model: once past the ages that demands and binding know, and past the end.</summary>
    public static IEnumerable<TimeSpan> ClockSteps(Node node) =>
        node.IsExpired ? [] : node.Now == node.State.StartedAt ? [TimeSpan.FromMinutes(11), TimeSpan.FromMinutes(31)] : [TimeSpan.FromMinutes(31)];

    public static IEnumerable<FlowEvent> At(Node node)
    {
        IEnumerable<FlowEvent> always =
        [
            .. (node.Person is null ? People.All : [People.Totp, People.SmsOnly, People.Decoy]).Select(person => new FlowEvent.Identified(person)),
            .. Kinds.All.Concat(Unknown).Select(method => new FlowEvent.Chose(method)),
            new FlowEvent.AskedForAnotherWay(),
        ];
        return node.Person is { } person ? [.. always, .. ProofsOf(person, node.Now), .. EnrolmentsOf(person, node.Now), .. ReadingsOf(person, node)]
            : [.. always, .. ProofsOf(People.Totp, node.Now)];
    }

    /// <summary>What she can honestly do at this step; each of them must lead on.</summary>
    public static IEnumerable<FlowEvent> Honest(Node node, FlowStep step) => (step, node.Person) switch
    {
        (FlowStep.Identify, _) => People.All.Select(person => new FlowEvent.Identified(person)),
        (FlowStep.Password, { IsDecoy: false } person) => Own(person, Kinds.Password, node.Now),
        (FlowStep.Verify verify, { IsDecoy: false } person) => Own(person, verify.Method, node.Now),
        (FlowStep.ChooseMethod choose, _) => choose.Methods.Select(method => new FlowEvent.Chose(method)),
        (FlowStep.ChooseEnrolment choose, _) => choose.Methods.Select(method => new FlowEvent.Chose(method)),
        (FlowStep.Enrol enrol, { IsDecoy: false } person) => [Enrolment(person, enrol.Method, node.Now)],
        _ => [],
    };

    private static IEnumerable<FlowEvent> Own(Person person, string method, DateTimeOffset now) => person.Bound
        .Where(bound => bound.Method == method && !bound.Locked)
        .Select(bound => new FlowEvent.Proved(Kinds.Proof(method, bound.Authenticator, now)));

    private static IEnumerable<FlowEvent> ProofsOf(Person person, DateTimeOffset now) =>
    [
        .. person.Bound.Select(bound => new FlowEvent.Proved(Kinds.Proof(bound.Method, bound.Authenticator, now))),
        .. person.Bound.Select(bound => new FlowEvent.Proved(Kinds.Proof(bound.Method, bound.Authenticator, now + TimeSpan.FromMinutes(1)))),
        .. Kinds.All.Select(method => new FlowEvent.Proved(Kinds.Proof(method, People.Stranger, now))),
        new FlowEvent.Proved(Kinds.Proof(Kinds.Totp, People.AuthenticatorOf(person, Kinds.Password), now)),
    ];

    private static IEnumerable<FlowEvent> EnrolmentsOf(Person person, DateTimeOffset now)
    {
        foreach (var offer in person.MayEnrol)
        {
            var honest = Enrolment(person, offer.Method, now);
            yield return honest;
            yield return honest with { Proof = honest.Proof with { Authenticator = People.Stranger } };
            yield return honest with { Proof = honest.Proof with { At = now + TimeSpan.FromMinutes(1) } };
            yield return honest with { Person = honest.Person with { Id = People.SmsOnly.Id } };
        }
    }

    /// <summary>Locks and new duties fall on her early in the run, each on its own; that keeps the model small. A run that is over hears only the same again.</summary>
    private static IEnumerable<FlowEvent> ReadingsOf(Person person, Node node)
    {
        yield return new FlowEvent.Refreshed(person);
        if (node.IsExpired || node.State.IsStale)
        {
            yield break;
        }

        yield return new FlowEvent.Refreshed(person with { SecurityVersion = person.SecurityVersion + 1 });
        yield return new FlowEvent.Refreshed(person with { IsDecoy = !person.IsDecoy });
        yield return new FlowEvent.Refreshed(person.Id == People.Administrator.Id ? People.SmsOnly : People.Administrator);
        if (node.Now == node.State.StartedAt && People.All.Contains(person))
        {
            yield return new FlowEvent.Refreshed(People.WithLocked(person, People.SecondFactors(person).Select(bound => bound.Method)));
            yield return new FlowEvent.Refreshed(person with { Demand = person.Demand.And(Demand.OneOf(Kinds.Key)) });
        }
    }

    private static FlowEvent.Enrolled Enrolment(Person person, string method, DateTimeOffset now)
    {
        var after = People.AfterEnrolling(person, method);
        return new FlowEvent.Enrolled(Kinds.Proof(method, after.Bound[^1].Authenticator, now), after);
    }
}
