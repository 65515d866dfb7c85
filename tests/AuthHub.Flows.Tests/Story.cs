using AuthHub.Flows.Tests.Model;

namespace AuthHub.Flows.Tests;

/// <summary>A run told step by step: what happens, and what is shown then.</summary>
internal sealed class Story(FlowState state)
{
    private DateTimeOffset now = Starts.Noon;

    public FlowState State { get; private set; } = state;

    public static Story Of(Demand demand, Person person) => new Story(Starts.Of(demand)).Identifies(person);

    /// <summary>Begins with a session whose proofs are so many minutes old.</summary>
    public static Story WithSession(Demand demand, Person person, params IEnumerable<(string Method, int MinutesAgo)> proofs) => new(Starts.Of(demand) with
    {
        Person = person,
        Proofs = [.. proofs.Select(proof => Kinds.Proof(proof.Method, People.AuthenticatorOf(person, proof.Method), Starts.Noon.AddMinutes(-proof.MinutesAgo)))],
    });

    public Story Sees(FlowStep step)
    {
        Assert.Equal(step, Engine.Describe(Flow.Standard, State, now));
        return this;
    }

    public Story Identifies(Person person) => Happens(new FlowEvent.Identified(person));

    public Story Proves(string method) => Happens(new FlowEvent.Proved(Kinds.Proof(method, People.AuthenticatorOf(State.Person!, method), now)));

    public Story Chooses(string method) => Happens(new FlowEvent.Chose(method));

    public Story AsksForAnotherWay() => Happens(new FlowEvent.AskedForAnotherWay());

    public Story Enrols(string method)
    {
        var after = People.AfterEnrolling(State.Person!, method);
        return Happens(new FlowEvent.Enrolled(Kinds.Proof(method, after.Bound[^1].Authenticator, now), after));
    }

    public Story IsReadAgain(Func<Person, Person> change) => Happens(new FlowEvent.Refreshed(change(State.Person!)));

    public Story Waits(int minutes)
    {
        now = now.AddMinutes(minutes);
        return this;
    }

    public Story Happens(FlowEvent happened)
    {
        State = Engine.Advance(Flow.Standard, State, happened, now);
        return this;
    }
}
