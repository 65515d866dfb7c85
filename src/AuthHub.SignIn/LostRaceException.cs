namespace AuthHub.SignIn;

/// <summary>Another request was first; thrown inside a transaction so that nothing of this one stays, and caught right outside it.</summary>
public sealed class LostRaceException : Exception
{
    public LostRaceException()
    {
    }

    public LostRaceException(string message)
        : base(message)
    {
    }

    public LostRaceException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Goes on only when the conditional write hit its row.</summary>
    public static void ThrowUnless(bool won)
    {
        if (!won)
        {
            throw new LostRaceException();
        }
    }
}
