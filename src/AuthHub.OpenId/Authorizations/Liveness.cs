using AuthHub.OpenId.Clients;
using AuthHub.OpenId.Subjects;

namespace AuthHub.OpenId.Authorizations;

/// <summary>Whether an authorization still holds at this moment (law L19).</summary>
public abstract record Liveness
{
    private Liveness()
    {
    }

    public sealed record Alive(Client Client, Subject Subject) : Liveness;

    public sealed record Dead(string Reason) : Liveness;
}
