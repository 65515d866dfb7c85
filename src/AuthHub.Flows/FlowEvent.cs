namespace AuthHub.Flows;

/// <summary>What can happen in a run. An event that does not fit the current step changes nothing.</summary>
public abstract record FlowEvent
{
    private FlowEvent()
    {
    }

    /// <summary>Somebody typed an identifier; the person or a decoy stands behind it.</summary>
    public sealed record Identified(Person Person) : FlowEvent;

    /// <summary>The person was read again from the store.</summary>
    public sealed record Refreshed(Person Person) : FlowEvent;

    /// <summary>A verifier accepted an answer.</summary>
    public sealed record Proved(Proof Proof) : FlowEvent;

    /// <summary>She picked a method, to verify with or to set up.</summary>
    public sealed record Chose(string Method) : FlowEvent;

    /// <summary>She wants to see the other methods.</summary>
    public sealed record AskedForAnotherWay : FlowEvent;

    /// <summary>A new authenticator was bound and proved; <paramref name="Person"/> is her afterwards.</summary>
    public sealed record Enrolled(Proof Proof, Person Person) : FlowEvent;
}
