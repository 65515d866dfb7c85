namespace AuthHub.OpenId.Clients;

/// <summary>What came of reading client metadata.</summary>
public abstract record RegistrationVerdict
{
    private RegistrationVerdict()
    {
    }

    /// <summary>A client ready to be stored, and its secret in clear, to be shown once; null for public clients.</summary>
    public sealed record Accepted(Client Client, string? Secret) : RegistrationVerdict;

    /// <summary>Why not, one plain sentence per member at fault.</summary>
    public sealed record Refused(IReadOnlyList<string> Reasons, bool RedirectUrisAtFault) : RegistrationVerdict;
}
