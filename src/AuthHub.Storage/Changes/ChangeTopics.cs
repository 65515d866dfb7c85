namespace AuthHub.Storage.Changes;

/// <summary>What nodes keep in memory, by the names used in notices.</summary>
public static class ChangeTopics
{
    public const string Clients = "clients";
    public const string Keys = "keys";
    public const string Resources = "resources";
}
