namespace AuthHub.Storage.PostgreSql.Cluster;

/// <summary>The database server AuthHub runs itself cannot be had; the message says why and what to do.</summary>
public sealed class ClusterException : Exception
{
    public ClusterException()
    {
    }

    public ClusterException(string message)
        : base(message)
    {
    }

    public ClusterException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
